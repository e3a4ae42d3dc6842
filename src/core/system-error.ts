/** The operating system's words, without Node's around them. */
export function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const words: Readonly<Record<string, string>> = {
    ENOENT: "no such file",
    EACCES: "permission denied",
    EISDIR: "is a directory",
    ENOSPC: "no space left on the device",
    EIO: "input/output error",
    EMFILE: "too many open files",
    ENAMETOOLONG: "the name is too long",
    ENOTDIR: "a part of the path is no directory",
    EROFS: "the file system is read-only",
    EFBIG: "the file is too large",
    EBADF: "it is closed",
  };
  if (code && words[code]) return `${words[code]} (${code})`;
  return code && !message.includes(code) ? `${message} (${code})` : message;
}
