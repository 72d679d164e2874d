// Builds static/build from static/src and the packages in package.json: `npm run build`.
// The same inputs give the same bytes; the result is committed, so that running needs no node.
import {
  copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync,
} from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

import * as esbuild from "esbuild"
import * as sass from "sass"

const src = dirname(fileURLToPath(import.meta.url))
const root = join(src, "..", "..")
const modules = join(root, "node_modules")

// Made beside and moved at the end: a build that fails leaves the last one whole, and a site that
// is running never misses a file.
const home = join(root, "static", "build")
mkdirSync(home, { recursive: true })
const build = mkdtempSync(join(root, "static", ".build-"))
process.on("exit", () => rmSync(build, { recursive: true, force: true }))

// The fonts' names carry their version, so that their addresses may be kept for ever.
const typeface = join(modules, "@fontsource-variable", "atkinson-hyperlegible-next")
const { version } = JSON.parse(readFileSync(join(typeface, "package.json"), "utf8"))
for (const subset of ["latin", "latin-ext"]) {
  copyFileSync(
    join(typeface, "files", `atkinson-hyperlegible-next-${subset}-wght-normal.woff2`),
    join(build, `atkinson-hyperlegible-next-${subset}-${version}.woff2`),
  )
}

for (const [from, to] of [["coopcouncil.scss", "coopcouncil.css"], ["paper.scss", "paper.css"]]) {
  const { css } = sass.compile(join(src, from), {
    style: "compressed",
    charset: false,
    loadPaths: [join(modules, "govuk-frontend", "dist")],
    quietDeps: true,
  })
  writeFileSync(join(build, to), css.replaceAll("FONT-VERSION", version) + "\n")
}

await esbuild.build({
  entryPoints: [join(src, "coopcouncil.js")],
  outfile: join(build, "coopcouncil.js"),
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2020"],
  legalComments: "eof",
  absWorkingDir: root,
})

copyFileSync(join(src, "icon.svg"), join(build, "icon.svg"))
copyFileSync(join(src, "LICENCES.txt"), join(build, "LICENCES.txt"))

const made = readdirSync(build)
for (const name of made) renameSync(join(build, name), join(home, name))
for (const name of readdirSync(home)) if (!made.includes(name)) rmSync(join(home, name))
