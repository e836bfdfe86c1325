const times = (count: number, make: (index: number) => string, separator = " ") =>
  Array.from({ length: count }, (_, index) => make(index)).join(separator);

/** Operations made to do harm, each well under 1 KB, for the graph of `test-graph.ts`. The first brace of each opens a selection. */
export const hostileOperations: Readonly<Record<string, string>> = {
  "fragments that double": `{ works { ...F0 } } ${times(12, (i) => `fragment F${i} on Work { a${i}: name ...F${i + 1} ...F${i + 1} }`)} fragment F12 on Work { id }`,
  "fragments that double under aliases": `{ ...F0 } ${times(12, (i) => `fragment F${i} on Query { ...F${i + 1} x${i}: works { id } ...F${i + 1} }`)} fragment F12 on Query { whoAsks }`,
  "fragments that go round in circles": `{ works { ...A } } ${times(24, (i) => `fragment ${String.fromCharCode(65 + i)} on Work { ${times(2, (j) => `...${String.fromCharCode(65 + ((i * 2 + j + 1) % 24))}`)} }`)}`,
  "a fragment that spreads itself": "{ works { ...A } } fragment A on Work { id ... on Book { ...A } ...A }",
  "as many aliases of one field as are allowed": `{ works { ${times(59, (i) => `a${i}:__typename`)} } }`,
  "more aliases than are allowed": `{ works { ${times(90, (i) => `a${i}:id`)} } }`,
  "one field again and again": `{ works { ${times(320, () => "id")} } }`,
  "fields that overlap at every level": `{ ${times(5, () => `works{${times(5, () => "...on Book{id name readers}")}}`)} }`,
  "overlapping selections of one field": `{ ${times(40, () => "works{id name note}")} }`,
  "overlapping fragments": `{ works { ${times(20, (i) => `...F${i}`)} } } ${times(20, (i) => `fragment F${i} on Work{id name x:note}`)}`,
  "overlapping fragments in fragments": `{ works { ...F0 ...G0 } } ${times(9, (i) => `fragment F${i} on Work{id ...F${i + 1} ...G${i + 1}} fragment G${i} on Work{id ...G${i + 1} ...F${i + 1}}`)} fragment F9 on Work{id} fragment G9 on Work{id}`,
  "inline fragments in inline fragments": `{ works { ${"... on Work{".repeat(70)} id ${"}".repeat(70)} } }`,
  "a great depth": `{${"works{".repeat(135)}id${"}".repeat(135)}}`,
  "many variables": `query (${times(120, (i) => `$v${i}:ID`, ",")}) { whoAsks }`,
  "many directives": `{ whoAsks ${times(55, () => "@skip(if: false)")} }`,
  "many arguments": `{ echo(${times(90, (i) => `a${i}:"x"`, ",")}) }`,
  "unknown names with many near ones": `{ ${times(90, (i) => `wrks${i}`)} }`,
  "a long list in an argument": `{ echo(text: [${times(450, () => "1", ",")}]) }`,
  "lists in lists in an argument": `{ echo(text: ${"[".repeat(450)}${"]".repeat(450)}) }`,
  "objects in objects in an argument": `{ echo(text: ${"{a:".repeat(200)}1${"}".repeat(200)}) }`,
  "a block string of blank lines": `{ echo(text: """${"\n ".repeat(440)}""") }`,
  "a block string of quotes": `{ echo(text: """${'\\"""'.repeat(200)}""") }`,
  "names that are no names": `{ ${"é".repeat(400)} }`,
  "text in many scripts": `{ echo(text: "${"𝒳‮🏴󠁧".repeat(50)}") }`,
  "nothing but commas": `{${",".repeat(900)}whoAsks}`,
  comments: `{ whoAsks } #${"x".repeat(900)}`,
  "an introspection of all fields' types' fields":
    "{ __schema { types { fields { type { fields { type { name kind ofType { name ofType { name } } } } } } } } }",
  "an introspection under many aliases": `{ __schema { types { ${times(34, (i) => `a${i}:fields{name type{name}}`)} } } }`,
  "an introspection that goes round": `{ __schema { types { ${"fields { type { ".repeat(30)} name ${"} } ".repeat(30)} } } }`,
  "many operations": times(32, (i) => `query Q${i} { works { id } }`),
};
