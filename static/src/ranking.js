// The ranked paper: tap names in your order, move them up and down beside. The numbers in the
// boxes are what is sent, with or without this; typing in them goes on working.

const ARROWS = { up: "M3 12l6-6 6 6", down: "M3 6l6 6 6-6", out: "M4 4l10 10M14 4L4 14" }

export function startRanking(paper) {
  if (paper.classList.contains("is-ready")) return
  const say = JSON.parse(paper.dataset.ranking)
  const most = Number(paper.dataset.most)
  const rows = [...paper.querySelectorAll("[data-candidate]")].map((row) => ({
    row,
    name: row.dataset.candidate,
    box: row.querySelector("[name]"),
  }))
  const order = paper.querySelector("[data-order]")
  const list = order.querySelector("ol")
  const nothing = order.querySelector("[data-nothing]")
  const live = paper.querySelector("[aria-live]")

  // The order as the boxes have it; a paper with equal or missing numbers is left as typed.
  function ranked() {
    return rows
      .filter(({ box }) => /^\d+$/.test(box.value.trim()))
      .sort((a, b) => Number(a.box.value) - Number(b.box.value))
  }

  function write(inOrder) {
    for (const { box } of rows) box.value = ""
    inOrder.forEach(({ box }, at) => { box.value = String(at + 1) })
    show()
  }

  function announce(sentence, row, at) {
    live.textContent = sentence.replace("{name}", row ? row.name : "").replace("{number}", at ?? "")
  }

  function show() {
    const inOrder = ranked()
    list.replaceChildren(...inOrder.map((row, at) => line(row, at, inOrder)))
    nothing.hidden = inOrder.length > 0
    list.hidden = inOrder.length === 0
    for (const row of rows) {
      row.tap.setAttribute("aria-pressed", String(inOrder.includes(row)))
    }
  }

  function line(row, at, inOrder) {
    const item = document.createElement("li")
    const number = document.createElement("span")
    number.className = "app-order__number"
    number.textContent = row.box.value
    const name = document.createElement("span")
    name.textContent = row.name
    const moves = document.createElement("span")
    moves.className = "app-order__moves"
    moves.append(
      move("up", say.up, row, at, at > 0),
      move("down", say.down, row, at, at < inOrder.length - 1),
      move("out", say.out, row, at, true),
    )
    item.append(number, name, moves)
    return item
  }

  function move(kind, words, row, at, can) {
    const button = document.createElement("button")
    button.type = "button"
    button.className = "app-order__move"
    button.dataset.kind = kind
    button.setAttribute("aria-label", words.replace("{name}", row.name))
    // Disabled by aria alone, so that the focus is not lost at the top and the bottom.
    button.setAttribute("aria-disabled", String(!can))
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg")
    svg.setAttribute("viewBox", "0 0 18 18")
    svg.setAttribute("aria-hidden", "true")
    svg.append(document.createElementNS("http://www.w3.org/2000/svg", "path"))
    svg.firstChild.setAttribute("d", ARROWS[kind])
    button.append(svg)
    button.addEventListener("click", () => {
      if (!can) return
      const now = ranked()
      now.splice(at, 1)
      if (kind === "out") {
        write(now)
        announce(say.taken, row)
        row.tap.focus()
        return
      }
      const to = kind === "up" ? at - 1 : at + 1
      now.splice(to, 0, row)
      write(now)
      announce(say.now, row, to + 1)
      list.children[to].querySelector(`[data-kind="${kind}"]`).focus()
    })
    return button
  }

  function tapped(row) {
    const now = ranked()
    if (now.includes(row)) {
      write(now.filter((other) => other !== row))
      announce(say.taken, row)
    } else if (most && now.length >= most) {
      announce(say.full, row, most)
    } else {
      write([...now, row])
      announce(say.now, row, now.length + 1)
    }
  }

  for (const row of rows) {
    const label = row.row.querySelector("[data-name]")
    const tap = document.createElement("button")
    tap.type = "button"
    tap.className = "app-candidate__tap"
    const name = document.createElement("span")
    name.className = "app-candidate__name-text"
    name.textContent = row.name
    tap.append(name)
    tap.addEventListener("click", () => tapped(row))
    row.tap = tap
    label.classList.add("govuk-visually-hidden")
    label.after(tap)
    row.box.addEventListener("input", show)
  }

  const clear = paper.querySelector("[data-clear]")
  if (clear) {
    clear.hidden = false
    clear.addEventListener("click", () => { write([]); announce(say.cleared) })
  }
  order.hidden = false
  paper.classList.add("is-ready")
  show()
}
