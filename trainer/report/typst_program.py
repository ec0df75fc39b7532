"""How a document is set: a typst program that reads the document as data from its input.

Text is only ever an argument of `text(..)`, which takes it as it is.
"""

PROGRAM = r"""
#let doc = json(bytes(sys.inputs.document))
#let good = rgb("#1f6437")
#let fault = rgb("#a81f18")
#let muted = rgb("#525c66")
#let accent = rgb("#0b7a75")
#let amber = rgb("#b08400")
#let line-grey = rgb("#c4c0b5")
#set document(title: doc.title, date: auto)
#set page(paper: "a4", margin: (x: 20mm, y: 18mm), numbering: "1 / 1", number-align: right)
#set text(font: doc.fonts, lang: doc.lang, region: doc.region, size: 10pt, fill: rgb("#23292f"))
#set par(leading: 0.72em, spacing: 0.85em, justify: false)
#set table(stroke: none, inset: (x: 4pt, y: 5pt))
#show heading: set block(above: 1.6em, below: 0.8em, sticky: true)
#show heading.where(level: 1): set text(size: 14pt, fill: rgb("#0b5f63"))
#show heading.where(level: 2): set text(size: 11.5pt)
#show heading.where(level: 3): set text(size: 10.5pt)

#let words(string, tone) = {
  // a line break in what was said is one in what is set
  let parts = string.split("\n")
  let said = parts.map(part => text(part)).join(linebreak())
  if tone == "plain" or tone == "" { said }
  else if tone == "strong" { strong(said) }
  else if tone == "good" { text(fill: good, strong(said)) }
  else if tone == "fault" { text(fill: fault, strong(said)) }
  else { text(fill: muted, said) }
}
#let marked(string, tone) = {
  let parts = string.split("\n")
  let said = parts.map(part => text(part)).join(linebreak())
  if tone == "good" { underline(stroke: 1.2pt + good, offset: 2pt, said) }
  else if tone == "fault" { underline(stroke: (paint: fault, thickness: 1.6pt, dash: "densely-dotted"), offset: 2pt, said) }
  else if tone == "quiet" { text(fill: muted, said) }
  else { said }
}
#let runs(line) = line.map(run => words(run.at(0), run.at(1))).join()
#let lines(all) = all.map(runs).join(linebreak())
#let tick = box(width: 0.8em, height: 0.8em, stroke: 0.8pt, radius: 1pt, baseline: 0.08em)
#let tint(value) = if value >= 70 { accent } else if value >= 50 { amber } else { fault }
#let rule = table.hline(stroke: 0.5pt + line-grey)

#let cell(it) = if type(it) == array { it.map(mark => [#tick~#text(mark)]).join(h(0.9em)) } else { text(it) }

#let drawn-table(b) = {
  let align-of(column, row) = if b.numbers.contains(column) { right } else { left }
  table(
    columns: b.shares.map(share => share * 1fr),
    align: align-of,
    stroke: if b.roomy { 0.6pt + line-grey } else { none },
    rows: if b.roomy { (auto,) + b.rows.map(row => 13mm) } else { auto },
    table.header(..b.head.map(name => strong(text(name))), ..if b.roomy { () } else { (table.hline(stroke: 0.9pt),) }),
    ..b.rows.map(row => row.map(cell) + (if b.roomy { () } else { (rule,) })).flatten(),
  )
}

#let drawn-bars(b) = table(
  columns: (4fr, auto, 6fr, 3fr),
  align: (left, right, left + horizon, left),
  table.header(strong(text(b.head.at(0))), strong(text(b.head.at(1))), [], strong(text(b.head.at(2))), table.hline(stroke: 0.9pt)),
  ..b.bars.map(((label, value, note)) => (
    text(label), text(str(calc.round(value))),
    box(width: 100%, height: 6pt, fill: rgb("#eeebe3"), place(left, box(width: value * 1%, height: 6pt, fill: tint(value)))),
    text(note), rule,
  )).flatten(),
)

#let panel(name, values, told, steps) = block(breakable: false, {
  grid(columns: (1fr, auto), strong(text(size: 9pt, name)), text(size: 9pt, told))
  v(-4pt)
  let wide = 48mm
  let high = 17mm
  let left = 6mm
  let x(i) = left + 2mm + (wide - left - 4mm) * i / calc.max(1, steps.len() - 1)
  let y(value) = high * (1 - value / 100)
  box(width: wide, height: high + 5mm, {
    for value in (0, 50, 100) {
      place(dx: left, dy: y(value), line(length: wide - left, stroke: 0.4pt + line-grey))
      place(dx: 0mm, dy: y(value) - 3pt, box(width: left - 1mm, align(right, text(size: 6pt, fill: muted, str(value)))))
    }
    let before = none
    for (i, value) in values.enumerate() {
      if value != none {
        if before != none {
          place(line(start: (x(before.at(0)), y(before.at(1))), end: (x(i), y(value)), stroke: 1.2pt + accent))
        }
        place(dx: x(i) - 1.3pt, dy: y(value) - 1.3pt, circle(radius: 1.3pt, fill: accent))
        before = (i, value)
      }
    }
    let every = calc.max(1, calc.ceil(steps.len() / 8))
    for (i, step) in steps.enumerate() {
      if calc.rem(i, every) == 0 {
        place(dx: x(i) - 6mm, dy: high + 1.2mm, box(width: 12mm, align(center, text(size: 6pt, fill: muted, step))))
      }
    }
  })
})

#let drawn-quote(b) = block(inset: (left: if b.by == "trainee" { 10mm } else { 0mm }), above: 0.7em, below: 0.9em, {
  if b.who != "" { block(below: 0.35em, sticky: true, text(size: 9pt, fill: muted, strong(text(b.who)))) }
  block(
    width: 100%, inset: (x: 8pt, y: 6pt), above: 0.35em,
    fill: if b.by == "trainee" { rgb("#eef6f5") } else { rgb("#faf8f3") },
    stroke: (left: 2.5pt + if b.by == "trainee" { accent } else { rgb("#b3aea2") }),
    b.pieces.map(piece => marked(piece.at(0), piece.at(1))).join(),
  )
})

#let drawn(b) = {
  if b.kind == "section" {
    if b.apart { pagebreak(weak: true) }
    heading(level: calc.min(b.level, 6), text(b.title))
    for inner in b.blocks { drawn(inner) }
  } else if b.kind == "paragraph" {
    par(if b.quiet { text(fill: muted, lines(b.lines)) } else { lines(b.lines) })
  } else if b.kind == "items" {
    list(..b.items.map(lines), marker: "•", spacing: 0.9em)
  } else if b.kind == "checklist" {
    list(..b.items.map(lines), marker: tick, spacing: 0.9em)
  } else if b.kind == "quote" { drawn-quote(b) }
  else if b.kind == "table" { drawn-table(b) }
  else if b.kind == "bars" { drawn-bars(b) }
  else if b.kind == "course" {
    grid(columns: (48mm,) * 3, column-gutter: 1fr, row-gutter: 4mm, ..b.series.map(((name, values, told)) => panel(name, values, told, b.steps)))
  } else if b.kind == "blank" {
    block(breakable: false, {
      text(b.prompt)
      for _ in range(b.count) { v(9mm); line(length: 100%, stroke: 0.5pt + rgb("#8a939c")) }
    })
  }
}

#block(below: 1.2em, text(size: 20pt, weight: "bold", doc.title))
#table(columns: (auto, 1fr), inset: (x: 0pt, y: 3pt), column-gutter: 6mm,
  ..doc.particulars.map(((name, value)) => (text(fill: muted, name), text(value))).flatten())
#block(width: 100%, inset: 8pt, fill: rgb("#fbf6e6"), stroke: (left: 3pt + amber), text(doc.notice))
#for b in doc.blocks { drawn(b) }
"""
