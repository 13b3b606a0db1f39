/**
 * What makes ansible-playbook say its results as lines of JSON. A plugin of Ansible, which is why it is Python; ansible-core
 * itself brings none that does (its `json` lives in a collection).
 */
export const eventsPlugin: string = `# Made by mirrorwright: results as lines of JSON, read by the one who started ansible-playbook.
import json
import sys

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = '''
    name: mirrorwright_events
    type: stdout
    short_description: one JSON object for each result
    description:
        - Read by mirrorwright.
'''


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = 'stdout'
    CALLBACK_NAME = 'mirrorwright_events'

    def _say(self, event, result):
        data = result._result
        if data.get('censored') is None:
            items = [item for item in data.get('results', []) if isinstance(item, dict)]
            failed = [item for item in items if item.get('failed') or item.get('unreachable')]
            first = failed[0] if failed else data
            message = first.get('stderr') or first.get('msg') or first.get('module_stderr') or ''
        else:
            message = ''
        sys.stdout.write(json.dumps({
            'event': event,
            'host': result._host.get_name(),
            'task': result._task.name or '',
            'message': str(message),
            'lines': [str(line) for line in data.get('stdout_lines') or []] if event == 'ok' else [],
        }) + '\\n')
        sys.stdout.flush()

    def v2_runner_on_start(self, host, task):
        sys.stdout.write(json.dumps({'event': 'start', 'host': host.get_name(), 'task': task.name or ''}) + '\\n')
        sys.stdout.flush()

    def v2_runner_on_ok(self, result):
        self._say('ok', result)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self._say('failed', result)

    def v2_runner_on_unreachable(self, result):
        self._say('unreachable', result)
`;
