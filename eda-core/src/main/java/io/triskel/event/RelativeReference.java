package io.triskel.event;

import java.net.URI;
import java.net.URISyntaxException;

/** Refuses references that could trick a consumer into asking another host than the one it has configured. */
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
                    "A lookup is a relative reference that stays below its base, such as 'orders/42', this is not: '"
                            + text + "'");
        }
    }

    private static URI parse(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException broken) {
            throw new IllegalArgumentException(
                    "A lookup is a URI reference, this is not: '" + text + "' (" + broken.getReason() + ")", broken);
        }
    }
}
