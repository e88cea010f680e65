// Builds what the browser gets from packages: `node assets/build.mjs OUT`.
// OUT receives bundles and fonts under hashed names, manifest.json (plain name -> hashed name) and licences/.
import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(here);
const out = path.resolve(process.argv[2] ?? path.join(root, "static", "vendor"));
const manifest = {};

async function bundle() {
  const entries = (await readdir(here)).filter((name) => /^(?!build\.).+\.(js|css)$/.test(name));
  const result = await esbuild.build({
    absWorkingDir: root,
    entryPoints: entries.map((name) => path.join(here, name)),
    entryNames: "[name]-[hash]",
    assetNames: "fonts/[name]-[hash]",
    outdir: out,
    bundle: true,
    minify: true,
    metafile: true,
    format: "iife",
    target: ["chrome111", "firefox114", "safari16.4"],
    legalComments: "linked",
    loader: { ".woff2": "file", ".woff": "empty" },
    logLevel: "warning",
  });
  for (const [file, { entryPoint }] of Object.entries(result.metafile.outputs)) {
    if (entryPoint) manifest[path.basename(entryPoint)] = path.relative(out, path.resolve(root, file));
  }
}

// One SVG of <symbol>s: a page draws an icon by <use href="…#name">, in the colour of its text.
async function sprite() {
  const names = (await readFile(path.join(here, "icons.txt"), "utf8")).split("\n").filter(Boolean);
  const symbols = await Promise.all(names.map(async (name) => {
    const file = path.join(root, "node_modules/@tabler/icons/icons/outline", `${name}.svg`);
    const drawing = (await readFile(file, "utf8"))
      .replace(/^[\s\S]*?<svg[\s\S]*?>/, "")
      .replace("</svg>", "")
      .replace(/<path stroke="none"[^>]*\/>/, "")
      .replace(/\s*\n\s*/g, "");
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" `
      + `stroke-linecap="round" stroke-linejoin="round">${drawing}</symbol>`;
  }));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
  const hash = createHash("sha256").update(svg).digest("hex").slice(0, 8).toUpperCase();
  manifest["icons.svg"] = `icons-${hash}.svg`;
  await writeFile(path.join(out, manifest["icons.svg"]), svg);
}

// The packages whose code, fonts or drawings end up in OUT each keep their licence beside it.
async function licences() {
  await mkdir(path.join(out, "licences"));
  const { dependencies } = JSON.parse(await readFile(path.join(root, "package.json"), "utf8"));
  for (const name of [...Object.keys(dependencies), "@popperjs/core"]) {
    const folder = path.join(root, "node_modules", name);
    const target = path.join(out, "licences", `${name.replace("@", "").replace("/", "-")}.txt`);
    const licence = (await readdir(folder)).find((file) => /^licen[cs]e/i.test(file));
    if (licence) {
      await copyFile(path.join(folder, licence), target);
    } else {
      const about = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
      const author = about.author?.name ?? about.author ?? "";
      await writeFile(target, `${about.name} ${about.version}\nLicence: ${about.license}\n${author}\n`);
    }
  }
}

await mkdir(out, { recursive: true });
await bundle();
await sprite();
await licences();
await writeFile(path.join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
