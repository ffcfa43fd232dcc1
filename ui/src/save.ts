// Saving a file from the page.

export function save(name: string, media: string, content: BlobPart) {
  const url = URL.createObjectURL(new Blob([content], { type: `${media};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name.replace(/[^\w.-]+/g, "-");
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
