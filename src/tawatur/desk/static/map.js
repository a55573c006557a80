// Maps: incidents as areas as wide as their places are uncertain, on a base map of the desk's own.
import { Map as Chart, NavigationControl, Popup, setWorkerUrl } from "./vendor/maplibre-gl.mjs";

setWorkerUrl(new URL("./vendor/maplibre-gl-worker.mjs", import.meta.url).href);
const box = document.getElementById("map");
const number = (text) => Number(box.dataset[text]);

function circle([lon, lat], km, steps = 48) {
  const ring = [];
  for (let i = 0; i <= steps; i += 1) {
    const angle = (i / steps) * 2 * Math.PI;
    ring.push([lon + (km / (111.32 * Math.cos((lat * Math.PI) / 180))) * Math.cos(angle), lat + (km / 110.57) * Math.sin(angle)]);
  }
  return ring;
}
const area = ({ geometry, properties }) => ({ type: "Feature", properties, geometry: { type: "Polygon", coordinates: [circle(geometry.coordinates, Math.max(properties.radius_km, 0.3))] } });

async function features() {
  if (box.dataset.areas) return (await (await fetch(box.dataset.areas)).json()).features;
  const properties = { place: box.dataset.place, radius_km: number("radius"), incidents: 1, killed: null };
  return [{ type: "Feature", geometry: { type: "Point", coordinates: [number("lon"), number("lat")] }, properties }];
}

function bounds(points) {
  const lons = points.map((p) => p.geometry.coordinates[0]), lats = points.map((p) => p.geometry.coordinates[1]);
  const pad = points.length === 1 ? Math.max(points[0].properties.radius_km / 70, 0.12) : 0.3;
  return [[Math.min(...lons) - pad, Math.min(...lats) - pad], [Math.max(...lons) + pad, Math.max(...lats) + pad]];
}

const base = new URL("./vendor/countries.json", import.meta.url).href;
const labels = new URL("./places.json", import.meta.url).href;
const [found, places] = await Promise.all([features(), fetch(labels).then((answer) => answer.json())]);
const name = ["get", box.dataset.lang === "ar" ? "ar" : "ar"];
const chart = new Chart({
  container: box,
  bounds: found.length ? bounds(found) : [[34, 32], [46, 38]],
  attributionControl: { customAttribution: "Natural Earth · GeoNames" },
  maxZoom: 11,
  dragRotate: false,
  style: {
    version: 8,
    sources: {
      land: { type: "geojson", data: base },
      places: { type: "geojson", data: places },
      areas: { type: "geojson", data: { type: "FeatureCollection", features: found.map(area) } },
      points: { type: "geojson", data: { type: "FeatureCollection", features: found } },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": "#dbe6ea" } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": "#f7f5ef" } },
      { id: "borders", type: "line", source: "land", paint: { "line-color": "#b9b2a3", "line-width": 1 } },
      { id: "areas", type: "fill", source: "areas", paint: { "fill-color": "#b3302f", "fill-opacity": 0.16 } },
      { id: "rims", type: "line", source: "areas", paint: { "line-color": "#b3302f", "line-width": 1.2, "line-dasharray": [3, 2] } },
      { id: "admin", type: "symbol", source: "places", filter: ["==", ["get", "rank"], 1], minzoom: 4.2, layout: { "text-field": name, "text-size": 11, "text-font": ["Noto Sans Arabic"] }, paint: { "text-color": "#6d6a60", "text-halo-color": "#fff", "text-halo-width": 1.2 } },
      { id: "countries", type: "symbol", source: "places", filter: ["==", ["get", "rank"], 0], maxzoom: 6.5, layout: { "text-field": name, "text-size": 14, "text-font": ["Noto Sans Arabic"] }, paint: { "text-color": "#45423a", "text-halo-color": "#fff", "text-halo-width": 1.4 } },
      { id: "names", type: "symbol", source: "points", layout: { "text-field": ["get", "place"], "text-size": 13, "text-font": ["Noto Sans Arabic"], "text-anchor": "bottom", "text-offset": [0, -0.4], "symbol-sort-key": ["-", ["get", "incidents"]] }, paint: { "text-color": "#7d1c1b", "text-halo-color": "#fff", "text-halo-width": 1.6 } },
    ],
  },
});
chart.addControl(new NavigationControl({ showCompass: false }));
chart.on("click", "areas", ({ lngLat, features: hit }) => {
  const lines = hit.slice(0, 8).map(({ properties: p }) => {
    const line = document.createElement("p");
    const link = document.createElement("a");
    link.textContent = p.place || "?";
    link.href = p.incident ? `/incidents/${p.incident}` : `/?${new URLSearchParams({ place: p.place })}`;
    line.dir = "auto";
    line.append(link, ` · ${p.incidents}`);
    return line;
  });
  const body = document.createElement("div");
  body.append(...lines);
  new Popup().setLngLat(lngLat).setDOMContent(body).addTo(chart);
});
chart.on("mouseenter", "areas", () => { chart.getCanvas().style.cursor = "pointer"; });
chart.on("mouseleave", "areas", () => { chart.getCanvas().style.cursor = ""; });
chart.once("idle", () => { box.dataset.ready = "1"; });
