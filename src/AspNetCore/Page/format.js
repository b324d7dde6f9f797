// Numbers as the page says them, and elements.

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

export function bytes(value) {
  let unit = 0, size = Math.abs(value);
  while (size >= 1024 && unit < units.length - 1) { size /= 1024; unit++; }
  const digits = unit === 0 || size >= 100 ? 0 : 1;
  return `${value < 0 ? '−' : ''}${size.toFixed(digits)} ${units[unit]}`;
}

export const count = value => Math.round(value).toLocaleString('en');

export const percent = (part, whole) => whole > 0 ? `${(100 * part / whole).toFixed(part === whole ? 0 : 1)}%` : '–';

export const rate = value => value >= 100 ? count(value) : value.toFixed(1);

export const clock = seconds => new Date(seconds * 1000).toLocaleTimeString('en-GB');

export const byId = id => document.getElementById(id);

export const reduced = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Makes an element: attributes by name, children as nodes or text. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'on') for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
    else if (key === 'tone') element.style.setProperty('--tone', value);
    else if (key === 'width') element.style.width = value;
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

/** A type's name without and with its namespace: generic arguments and nesting stay with the name. */
export function nameParts(name) {
  const end = name.search(/[<`[+]/), dot = name.lastIndexOf('.', end < 0 ? undefined : end);
  return dot < 0 ? [name, ''] : [name.slice(dot + 1), name.slice(0, dot)];
}

/** Replaces a text only where it changed, so that screen readers are told once. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** A colour or size that the style sheet defines, as the current theme has it. */
export const token = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);
