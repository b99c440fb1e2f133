package io.triskel.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A document, or a part of one between two comments that name it, that tests write. */
public final class Golden {
    public static final Path DOCS = Stream.iterate(
                    Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
            .filter(folder -> Files.exists(folder.resolve("mvnw")))
            .findFirst()
            .orElseThrow()
            .resolve("docs");

    private final Path file;
    private final String begin;
    private final String end;

    private Golden(Path file, String begin, String end) {
        this.file = file;
        this.begin = begin;
        this.end = end;
    }

    public static Golden document(String name) {
        return new Golden(DOCS.resolve(name), "", "");
    }

    public static Golden file(Path file) {
        return new Golden(file, "", "");
    }

    public static Golden part(String name, String document) {
        return new Golden(DOCS.resolve(document), "<!-- begin: " + name + " -->\n", "<!-- end: " + name + " -->\n");
    }

    public void assertIs(String expected) throws IOException {
        String text = Files.readString(file).replace("\r\n", "\n");
        int from = text.indexOf(begin) + begin.length();
        int to = end.isEmpty() ? text.length() : text.indexOf(end);
        if (Boolean.getBoolean("triskel.golden.accept")) {
            Files.writeString(file, text.substring(0, from) + expected + text.substring(to));
        } else {
            assertThat(text.substring(from, to))
                    .as("run with -Dtriskel.golden.accept=true to write it anew")
                    .isEqualTo(expected);
        }
    }
}
