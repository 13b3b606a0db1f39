/** Whether a text is a template: Jinja, Go template, ERB and `!!name!!` marks outside comments. */
export function hasPlaceholders(text: string): boolean {
  return /^[^#\n]*(?:\{\{[^}\n]*\}\}|\{%[^%\n]*%\}|<%=?[^%\n]*%>|!![\w.-]+!!)/m.test(text);
}
