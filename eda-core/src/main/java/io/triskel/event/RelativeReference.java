package io.triskel.event;

import java.net.URI;
import java.net.URISyntaxException;

/** Rejects references that could make a consumer call another host than the configured one. */
final class RelativeReference {
    private RelativeReference() {}

    static void require(String text) {
        URI uri = parse(text);
        String path = uri.getRawPath();
        boolean leavesBase = uri.isAbsolute()
                || uri.getRawAuthority() != null
                || path == null
                || path.startsWith("//")
                || path.contains("\\")
                || URI.create("/").resolve(uri).normalize().getRawPath().contains("..");
        if (leavesBase) {
            throw new IllegalArgumentException(
                    "A lookup must be a relative reference that stays below its base, such as 'orders/42', not '" + text
                            + "'");
        }
    }

    private static URI parse(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException broken) {
            throw new IllegalArgumentException(
                    "A lookup must be a URI reference, not '" + text + "' (" + broken.getReason() + ")", broken);
        }
    }
}
