package io.triskel.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The page's files and the WebJars, from the class path. */
final class Assets {
    private static final String PAGE = "page/";
    private static final Pattern NAME =
            Pattern.compile("(?:[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*/)*[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "json", "application/json",
            "woff2", "font/woff2");

    /** Two libraries; a browser that asks for others asks the class path each time. */
    private static final int MOST_VERSIONS = 16;

    private final Map<String, Optional<String>> versions = new ConcurrentHashMap<>();

    /**
     * {@return the file at this path of the server, if there is one}
     *
     * @param path without a slash at its beginning; empty for the page itself
     */
    Optional<Answer> find(String path) {
        if (path.isEmpty()) {
            return read(PAGE + "index.html");
        }
        if (path.equals("favicon.svg")) {
            return read(PAGE + path);
        }
        if (!NAME.matcher(path).matches()) {
            return Optional.empty();
        }
        return path.startsWith("webjars/") ? webJar(path) : path.startsWith(PAGE) ? read(path) : Optional.empty();
    }

    private Optional<Answer> webJar(String path) {
        String[] parts = path.split("/", 3);
        if (parts.length < 3) {
            return Optional.empty();
        }
        return version(parts[1])
                .flatMap(version -> read("/META-INF/resources/webjars/" + parts[1] + "/" + version + "/" + parts[2]));
    }

    private Optional<String> version(String artifact) {
        if (versions.size() > MOST_VERSIONS) {
            versions.clear();
        }
        return versions.computeIfAbsent(artifact, name -> {
            try (InputStream properties =
                    Assets.class.getResourceAsStream("/META-INF/maven/org.webjars.npm/" + name + "/pom.properties")) {
                if (properties == null) {
                    return Optional.empty();
                }
                Properties read = new Properties();
                read.load(properties);
                return Optional.ofNullable(read.getProperty("version"));
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        });
    }

    private static Optional<Answer> read(String resource) {
        String type = TYPES.get(resource.substring(resource.lastIndexOf('.') + 1));
        if (type == null) {
            return Optional.empty();
        }
        try (InputStream file = Assets.class.getResourceAsStream(resource)) {
            if (file == null) {
                return Optional.empty();
            }
            byte[] bytes = file.readAllBytes();
            return Optional.of(new Answer(
                    200, type, bytes, Map.of("ETag", '"' + digest(bytes) + '"', "Cache-Control", "no-cache")));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash).substring(0, 22);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Each JDK has SHA-256", impossible);
        }
    }
}
