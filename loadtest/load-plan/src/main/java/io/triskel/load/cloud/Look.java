package io.triskel.load.cloud;

/**
 * The colour and the shape of a cloud in charts and tables.
 *
 * @param light its colour on a light page, such as {@code #b84a00}
 * @param dark its colour on a dark page
 * @param path its shape as an SVG path around the origin, for a radius of 1: commands M, L, H, V, C and Z, whose numbers can be scaled
 */
public record Look(String light, String dark, String path) {
    public Look {
        if (!path.matches("[MLHVCZ0-9.,-]+")) {
            throw new IllegalArgumentException("A shape is a path of M, L, H, V, C and Z, not " + path);
        }
    }
}
