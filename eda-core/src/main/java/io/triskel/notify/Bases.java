package io.triskel.notify;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** The base addresses of lookups, one per source; a resolved address never leaves its base. */
final class Bases {
    private final Map<String, URI> bySource;

    Bases(Map<String, URI> bySource) {
        this.bySource = Map.copyOf(bySource);
    }

    static URI require(URI base) {
        boolean usable = base.isAbsolute()
                && base.getRawAuthority() != null
                && base.getRawPath().endsWith("/")
                && base.getRawQuery() == null
                && base.getRawFragment() == null;
        if (!usable) {
            throw new IllegalArgumentException(
                    "A base must be an absolute address that ends in '/', such as https://orders.internal/api/, not "
                            + base);
        }
        return base.normalize();
    }

    URI resolve(String source, String lookup) {
        URI base = Optional.ofNullable(bySource.get(source))
                .orElseThrow(() -> new IllegalStateException("No base address is configured for lookups of source '"
                        + source + "'; known sources: " + bySource.keySet()));
        URI resolved = base.resolve(lookup).normalize();
        boolean below = base.getScheme().equals(resolved.getScheme())
                && base.getRawAuthority().equals(resolved.getRawAuthority())
                && resolved.getRawPath().startsWith(base.getRawPath())
                && !climbs(resolved.getPath());
        if (!below) {
            throw new IllegalArgumentException(
                    "The lookup '" + lookup + "' leaves the base " + base + " of source '" + source + "'");
        }
        return resolved;
    }

    /** Whether a path has a segment that a server may treat as "..": some decode twice, or drop path parameters, first. */
    private static boolean climbs(String decodedPath) {
        if (!decodedPath.contains("..") && decodedPath.indexOf('%') < 0) {
            return false;
        }
        String twice = decodedPath
                .replaceAll("(?i)%2e", ".")
                .replaceAll("(?i)%2f", "/")
                .replaceAll("(?i)%5c", "/")
                .replace('\\', '/');
        for (String segment : twice.split("/", -1)) {
            if (segment.replaceAll(";.*", "").equals("..")) {
                return true;
            }
        }
        return false;
    }
}
