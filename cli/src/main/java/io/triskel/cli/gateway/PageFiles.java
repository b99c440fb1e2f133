package io.triskel.cli.gateway;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** The files of a console's page, for a page without a console: from the console's module, which is not on this class path. */
public final class PageFiles implements AutoCloseable {
    private static final String CONSOLE = "io/triskel/console/";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml");

    private final URLClassLoader files;

    /** @param classPath of the console's module: folders and jars */
    public PageFiles(List<Path> classPath) {
        files = new URLClassLoader(
                classPath.stream().map(PageFiles::url).toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private static URL url(Path entry) {
        try {
            return entry.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new UncheckedIOException("no address of " + entry, impossible);
        }
    }

    /**
     * Sends a file, with the policy that a console sends with it.
     *
     * @param path of the request, of allowed characters, without empty or hidden parts
     */
    void send(HttpExchange exchange, String path) throws IOException {
        String type = Optional.ofNullable(
                        TYPES.get(path.equals("/") ? "html" : path.substring(path.lastIndexOf('.') + 1)))
                .orElseThrow(LocalServer::unknownPath);
        try (InputStream file = open(path)) {
            byte[] bytes = file.readAllBytes();
            Headers headers = exchange.getResponseHeaders();
            headers.set("Content-Type", type);
            // As the console's own guard sets it.
            headers.set(
                    "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'"
                            + " data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
            headers.set("Cross-Origin-Opener-Policy", "same-origin");
            headers.set("Cross-Origin-Resource-Policy", "same-origin");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private InputStream open(String path) throws IOException {
        if (path.startsWith("/webjars/")) {
            String[] parts = path.substring("/webjars/".length()).split("/", 2);
            return stream("META-INF/resources/webjars/" + parts[0] + "/" + version(parts[0]) + "/"
                    + (parts.length > 1 ? parts[1] : ""));
        }
        return stream(CONSOLE
                + switch (path) {
                    case "/" -> "page/index.html";
                    case "/favicon.svg" -> "page/favicon.svg";
                    default -> path.substring(1);
                });
    }

    private String version(String artifact) throws IOException {
        Properties known = new Properties();
        try (InputStream file = stream("META-INF/maven/org.webjars.npm/" + artifact + "/pom.properties")) {
            known.load(file);
        }
        return known.getProperty("version", "");
    }

    /** {@return a file of the module} */
    private InputStream stream(String name) {
        return Optional.ofNullable(files.getResourceAsStream(name)).orElseThrow(LocalServer::unknownPath);
    }

    @Override
    public void close() {
        try {
            files.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
