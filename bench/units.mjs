// Sizes and numbers, as the options take them and as the tables show them.

/** @type {Record<string, number>} */
const UNITS = { kb: 1e3, mb: 1e6, gb: 1e9 };

/**
 * @param {string} text such as 10MB or 1GB
 * @returns {number} bytes
 */
export function parseSize(text) {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)(kB|MB|GB)$/i.exec(text) ?? [];
  if (!unit) throw new Error(`"${text}" is not a size such as 200MB or 1GB`);
  return Number(digits) * UNITS[unit.toLowerCase()];
}

/** @param {number[]} values */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Three digits that count, and none after 100. @param {number} value */
export function digits(value) {
  return value === 0 || value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** @param {number} seconds */
export function duration(seconds) {
  return seconds < 0.1 ? `${digits(seconds * 1e3)} ms` : `${digits(seconds)} s`;
}

/** @param {number | undefined} bytes */
export function megabytes(bytes) {
  return bytes === undefined ? "-" : `${(bytes / 1e6).toFixed(0)} MB`;
}
