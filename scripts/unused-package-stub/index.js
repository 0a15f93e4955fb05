/**
 * Installed in place of two large packages, onnxruntime-web and sharp (see package.json). Transformers.js needs them
 * for browsers and images, which the report has no use for. It refuses to load without some value here.
 */
export default {};
