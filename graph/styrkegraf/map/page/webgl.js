// The engine of a crowd where a graphics card is there: sigma.js draws the shapes through WebGL. Names, links and what is
// lit are drawn over them with the brush of every other map, so that both engines show the same.

// The maker tells the card; where a browser conceals the name, or a program stands in for a card, there is none for us.
const CARDS = /nvidia|geforce|quadro|radeon|\b(?:amd|ati|arm)\b|intel|apple|adreno|mali|powervr|videocore|xclipse/i;
const PROGRAMS = /swiftshader|llvmpipe|softpipe|software|swrast|basic render|virtual/i;
const isHardware = (name) => CARDS.test(name) && !PROGRAMS.test(name);

function graphicsCard() {
  const gl = document.createElement("canvas").getContext("webgl2");
  if (!gl) return "";
  const told = gl.getExtension("WEBGL_debug_renderer_info");
  const name = String(gl.getParameter(told ? told.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return name;
}

// Run a script of the site; the promise is kept when it has run.
function loaded(source) {
  return new Promise((done, failed) => {
    const script = make("script", { src: source });
    script.addEventListener("load", done);
    script.addEventListener("error", failed);
    document.head.append(script);
  });
}

// Shapes of every kind in one program: a triangle around each, of which the fragments within the shape are kept.
const SHAPE = {
  vertex: `
    attribute vec4 a_id; attribute vec4 a_color; attribute vec2 a_position; attribute float a_size; attribute float a_least;
    attribute float a_sides; attribute float a_angle;
    uniform mat3 u_matrix; uniform float u_sizeRatio; uniform float u_correctionRatio;
    varying vec4 v_color; varying vec2 v_offset; varying float v_sides; varying float v_pixel;
    void main() {
      float pixels = max(a_size / u_sizeRatio, a_least);
      float radius = pixels * 2.0 * u_correctionRatio;
      v_offset = 2.4 * vec2(cos(a_angle), sin(a_angle));
      v_sides = a_sides; v_pixel = 1.0 / pixels;
      gl_Position = vec4((u_matrix * vec3(a_position + radius * v_offset, 1.0)).xy, 0.0, 1.0);
      #ifdef PICKING_MODE
      v_color = a_id;
      #else
      v_color = a_color;
      #endif
      v_color.a *= 255.0 / 254.0;
    }`,
  fragment: `
    precision highp float;
    varying vec4 v_color; varying vec2 v_offset; varying float v_sides; varying float v_pixel;
    const float PI = 3.14159265;
    void main() {
      float away = length(v_offset);
      float sides = abs(v_sides);
      if (sides > 2.5) {
        float part = 2.0 * PI / sides;
        float start = sides == 4.0 && v_sides < 0.0 ? PI / 4.0 : sides == 6.0 ? 0.0 : PI / 2.0;
        float turn = mod(atan(v_offset.y, v_offset.x) - start, part) - part / 2.0;
        away *= cos(turn) / cos(part / 2.0);
      }
      float within = 1.0 - smoothstep(1.0 - v_pixel, 1.0 + v_pixel, away);
      if (sides == 1.0) within *= smoothstep(0.5 - v_pixel, 0.5 + v_pixel, away);
      #ifdef PICKING_MODE
      gl_FragColor = within > 0.5 ? v_color : vec4(0.0);
      #else
      gl_FragColor = v_color * within;
      #endif
    }`,
};

// Corners as the program takes them: 0 for a disc, 1 for a ring, less than 0 for a square that stands on its side.
const sidesOf = (kind) => (kind === "joint-area" ? 1 : kind === "actor" ? -4 : SIDES[kind] ?? 0);

function shapeProgram() {
  const { FLOAT, UNSIGNED_BYTE, TRIANGLES } = WebGLRenderingContext;
  const bytes = (name) => ({ name, size: 4, type: UNSIGNED_BYTE, normalized: true });
  const number = (name, size = 1) => ({ name, size, type: FLOAT });
  return class extends sigma.NodeProgram {
    getDefinition() {
      return {
        VERTICES: 3, VERTEX_SHADER_SOURCE: SHAPE.vertex, FRAGMENT_SHADER_SOURCE: SHAPE.fragment, METHOD: TRIANGLES,
        UNIFORMS: ["u_matrix", "u_sizeRatio", "u_correctionRatio"],
        ATTRIBUTES: [number("a_position", 2), number("a_size"), number("a_least"), number("a_sides"), bytes("a_color"), bytes("a_id")],
        CONSTANT_ATTRIBUTES: [number("a_angle")],
        CONSTANT_DATA: [[0], [(2 * Math.PI) / 3], [(4 * Math.PI) / 3]],
      };
    }
    processVisibleItem(index, start, data) {
      this.array.set([data.x, data.y, data.size, data.least, data.sides, sigma.floatColor(data.color), index], start);
    }
    setUniforms({ matrix, sizeRatio, correctionRatio }, { gl, uniformLocations }) {
      gl.uniformMatrix3fv(uniformLocations.u_matrix, false, matrix);
      gl.uniform1f(uniformLocations.u_sizeRatio, sizeRatio);
      gl.uniform1f(uniformLocations.u_correctionRatio, correctionRatio);
    }
  };
}
