import type { ReloadStep } from '../../ports.ts';

/*
 * The parts of the exported role that are the same for every plan. They follow the steps of a push: look, stop at drift,
 * keep what is there outside of the folders that readers look at, write, reload, and put everything back where one fails.
 */

export const tasks = `---
- name: Look at the files as they are
  ansible.builtin.stat:
    path: "{{ item.path }}"
    follow: true
    checksum_algorithm: sha256
  loop: "{{ mirrorwright_files }}"
  loop_control:
    label: "{{ item.path }}"
  register: mirrorwright_found

- name: Stop where somebody changed a file since the plan was made
  ansible.builtin.assert:
    that:
      - (item.stat.checksum | default('none')) in [item.item.base_sha256, item.item.new_sha256]
    fail_msg: "{{ item.item.path }} is not as it was when the plan was made; make the plan again"
    quiet: true
  loop: "{{ mirrorwright_found.results }}"
  loop_control:
    label: "{{ item.item.path }}"

- name: Make a folder for what is there now
  ansible.builtin.file:
    path: "{{ mirrorwright_backups }}"
    state: directory
    mode: "0700"
  when: mirrorwright_found.results | rejectattr('stat.exists', 'false') | list | length > 0

- name: Write all files or none
  block:
    - name: Keep what is there now
      ansible.builtin.copy:
        src: "{{ item.item.path }}"
        dest: "{{ mirrorwright_backups }}/{{ item.item.backup }}"
        remote_src: true
        mode: "0600"
      when:
        - not ansible_check_mode
        - item.stat.exists
        - item.stat.checksum != item.item.new_sha256
      loop: "{{ mirrorwright_found.results }}"
      loop_control:
        label: "{{ item.item.path }}"

    - name: Make missing folders
      ansible.builtin.file:
        path: "{{ item.path | dirname }}"
        state: directory
      loop: "{{ mirrorwright_files }}"
      loop_control:
        label: "{{ item.path | dirname }}"
      register: mirrorwright_folders

    - name: Write the files
      ansible.builtin.copy:
        src: "{{ item.item.src }}"
        dest: "{{ item.item.path }}"
        mode: "{{ item.stat.exists | default(false) | ternary(omit, item.item.mode) }}"
        follow: true
      # a folder that is not made in check mode cannot be written to
      when: not (ansible_check_mode and mirrorwright_folders.results[mirrorwright_index] is changed)
      loop: "{{ mirrorwright_found.results }}"
      loop_control:
        label: "{{ item.item.path }}"
        index_var: mirrorwright_index
      register: mirrorwright_written
      notify: "{{ mirrorwright_notify }}"

    - name: Reload what reads them
      ansible.builtin.meta: flush_handlers
  rescue:
    - name: Put back what was there
      ansible.builtin.copy:
        src: "{{ mirrorwright_backups }}/{{ item.item.backup }}"
        dest: "{{ item.item.path }}"
        remote_src: true
        mode: "{{ item.stat.mode }}"
        owner: "{{ item.stat.uid }}"
        group: "{{ item.stat.gid }}"
        follow: true
      when:
        - item.stat.exists
        - item.stat.checksum != item.item.new_sha256
      loop: "{{ mirrorwright_found.results }}"
      loop_control:
        label: "{{ item.item.path }}"

    - name: Remove what was not there
      ansible.builtin.file:
        path: "{{ item.item.path }}"
        state: absent
      when: not item.stat.exists
      loop: "{{ mirrorwright_found.results }}"
      loop_control:
        label: "{{ item.item.path }}"

    - name: Reload again, as it was before
      ansible.builtin.command:
        argv: "{{ item }}"
      changed_when: true
      failed_when: false
      loop: "{{ mirrorwright_undo }}"
      register: mirrorwright_reloaded

    - name: Say that nothing was changed
      ansible.builtin.fail:
        msg: "{{ ansible_failed_task.name | default('A service') }} failed: {{ ansible_failed_result.msg | default('see above') }}. All files are as they were before{{ (mirrorwright_reloaded.results | rejectattr('rc', 'equalto', 0) | list | length > 0) | ternary(', but a service did not reload', '') }}"
`;

/** The name of the handler of a step. */
export function handlerName({ verb, unit }: ReloadStep): string {
  return `mirrorwright ${verb} ${unit}`;
}

/** Handlers of these steps, each once. A step with a failure pattern looks into the journal that follows it. */
export function handlers(steps: readonly ReloadStep[]): string {
  const unique = new Map(steps.map((step) => [handlerName(step), step]));
  const items = [...unique].map(([name, { verb, unit, failurePattern }]) =>
    failurePattern === undefined
      ? `- name: ${quoted(name)}
  ansible.builtin.command:
    argv: ["systemctl", ${quoted(verb)}, ${quoted(unit)}]
  changed_when: true
`
      : `# the service keeps its old configuration when it cannot read the new one, and says so only in its journal
- name: ${quoted(name)}
  ansible.builtin.shell: |
    cursor=$(journalctl --unit ${unit} --lines 0 --show-cursor | sed -n 's/^-- cursor: //p')
    systemctl ${verb} ${unit} || exit 1
    sleep 2
    if journalctl --unit ${unit} --after-cursor "$cursor" | grep -F '${failurePattern}'; then exit 1; fi
  args:
    executable: /bin/sh
  changed_when: true
`,
  );
  return items.length === 0 ? '---\n[]\n' : `---\n${items.join('\n')}`;
}

/** JSON texts are YAML. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}
