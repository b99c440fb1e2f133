package io.triskel.load.report.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/**
 * A style sheet or a script inside a page. The page's Content-Security-Policy names it by its hash.
 *
 * @param source trusted: it is not escaped
 */
public record Inlined(String source) {
    /** {@return a resource in the package of a class, or with an absolute name} */
    public static Inlined resource(Class<?> beside, String name) {
        try (InputStream file = Objects.requireNonNull(beside.getResourceAsStream(name))) {
            return new Inlined(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(name + " in the jar is broken", broken);
        }
    }

    /** {@return this source, followed by another one} */
    public Inlined and(Inlined next) {
        return new Inlined(source + next.source);
    }

    /** {@return the element that holds it} */
    public Element in(String element) {
        return Element.el(element).add(new Node.Raw(source));
    }

    /** {@return its hash, as a policy names it} */
    public String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(source.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }
}
