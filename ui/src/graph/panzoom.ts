// Panning and zooming a drawing by pointer, wheel and keys; a node that is dragged is pinned where it is let go.
import type { Drawing } from "../drawing";

export interface View {
  x: number;
  y: number;
  k: number;
}

export interface PanZoom {
  fit(): void;
  zoom(by: number): void;
  show(x: number, y: number): void;
}

export function panZoom(drawing: Drawing, box: { width: number; height: number }, bounds: () => { x: number; y: number; width: number; height: number }, dragged: (id: string, x: number, y: number) => void, kept: { view: View | null }): PanZoom {
  const { svg, world } = drawing;
  let view: View = kept.view ?? { x: 0, y: 0, k: 1 };
  const set = (next: View) => {
    view = next;
    kept.view = next;
    world.setAttribute("transform", `translate(${next.x} ${next.y}) scale(${next.k})`);
  };
  const scale = () => box.width / (svg.getBoundingClientRect().width || box.width);
  const zoomAt = (by: number, cx: number, cy: number) => {
    const k = Math.min(4, Math.max(0.1, view.k * by));
    set({ k, x: cx - ((cx - view.x) * k) / view.k, y: cy - ((cy - view.y) * k) / view.k });
  };
  const fit = () => {
    const b = bounds();
    const k = Math.min(1.25, box.width / (b.width + 180), box.height / (b.height + 110));
    set({ k, x: box.width / 2 - (b.x + b.width / 2) * k, y: box.height / 2 - (b.y + b.height / 2) * k });
  };
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && Math.abs(event.deltaY) < Math.abs(event.deltaX)) return;
    event.preventDefault();
    const r = svg.getBoundingClientRect();
    zoomAt(event.deltaY < 0 ? 1.12 : 1 / 1.12, (event.clientX - r.left) * scale(), (event.clientY - r.top) * scale());
  }, { passive: false });

  let held: { id: string; x: number; y: number; moved: boolean; at: { x: number; y: number } } | null = null;
  let frame = 0;
  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    const node = (event.target as Element).closest<SVGGElement>(".node");
    const [, x = "0", y = "0"] = /translate\((\S+) (\S+)\)/.exec(node?.getAttribute("transform") ?? "") ?? [];
    held = { id: node?.dataset.id ?? "", x: event.clientX, y: event.clientY, moved: false, at: node ? { x: Number(x), y: Number(y) } : { x: view.x, y: view.y } };
  });
  svg.addEventListener("pointermove", (event) => {
    if (!held) return;
    const [dx, dy] = [(event.clientX - held.x) * scale(), (event.clientY - held.y) * scale()];
    if (!held.moved && Math.hypot(dx, dy) < 4) return;
    if (!held.moved) svg.setPointerCapture(event.pointerId);
    held.moved = true;
    const now = held;
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      if (now.id) drawing.move(now.id, now.at.x + dx / view.k, now.at.y + dy / view.k);
      else set({ ...view, x: now.at.x + dx, y: now.at.y + dy });
    });
  });
  const drop = (event: PointerEvent) => {
    const was = held;
    held = null;
    if (!was?.moved) return;
    // The click that ends a drag selects nothing.
    svg.addEventListener("click", (e) => e.stopPropagation(), { capture: true, once: true });
    if (was.id) dragged(was.id, was.at.x + ((event.clientX - was.x) * scale()) / view.k, was.at.y + ((event.clientY - was.y) * scale()) / view.k);
  };
  svg.addEventListener("pointerup", drop);
  svg.addEventListener("pointercancel", drop);
  if (kept.view) set(kept.view);
  else fit();
  return {
    fit,
    zoom: (by) => zoomAt(by, box.width / 2, box.height / 2),
    show: (x, y) => set({ ...view, x: box.width / 2 - x * view.k, y: box.height / 2 - y * view.k }),
  };
}
