
{
  const packed = document.getElementById("packed");
  const bytes = Uint8Array.from(atob(packed.textContent), (character) => character.charCodeAt(0));
  packed.remove();
  const code = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const type = { "Content-Type": "application/wasm" };
  await {{init}}({ module_or_path: new Response(code, { headers: type }) });
}
