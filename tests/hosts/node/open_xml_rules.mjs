// The rules of the Open XML SDK over many files in one process, which takes seconds to start: a path a line on standard
// input, and for each a line of JSON with what was found.
import { readFile } from "fs/promises";
import { createInterface } from "readline";
import validate, { getFileFormatFromName } from "@ooxml-tools/validate";

for await (const line of createInterface({ input: process.stdin })) {
  const [path] = JSON.parse(line);
  const found = await validate(await readFile(path), getFileFormatFromName(path));
  process.stdout.write(JSON.stringify(found.map((each) => `${each.path.partUri} ${each.path.xpath}: ${each.description}`)) + "\n");
}
