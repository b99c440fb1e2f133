package io.triskel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.archive.ArchiveObjects;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The contract of every {@link ArchiveObjects}: names in order, page by page after any name, and content as stored. */
public abstract class ArchiveObjectsContract {
    private final String root = "contract-" + UUID.randomUUID() + "/";

    /** {@return the implementation under test} */
    protected abstract ArchiveObjects objects();

    /** Stores an object among others. */
    protected abstract void store(String name, byte[] content) throws IOException;

    @Test
    final void names_are_sorted_as_their_bytes_are() throws IOException {
        storeAll("a/2026/b", "a/2026/a +&.gz", "a/2025/z", "a-1", "a/Z", "aé");

        assertThat(list("", Optional.empty(), 1_000))
                .containsExactly("a-1", "a/2025/z", "a/2026/a +&.gz", "a/2026/b", "a/Z", "aé");
    }

    @Test
    final void only_names_with_the_prefix_are_listed() throws IOException {
        storeAll("a/1", "ab/2", "b/3");

        assertThat(list("a/", Optional.empty(), 1_000)).containsExactly("a/1");
        assertThat(list("a", Optional.empty(), 1_000)).containsExactly("a/1", "ab/2");
    }

    @Test
    final void pages_follow_each_other() throws IOException {
        storeAll("a/1", "a/2", "a/3", "a/4", "a/5");

        assertThat(list("a/", Optional.empty(), 2)).containsExactly("a/1", "a/2");
        assertThat(list("a/", Optional.of("a/2"), 2)).containsExactly("a/3", "a/4");
        assertThat(list("a/", Optional.of("a/4"), 2)).containsExactly("a/5");
        assertThat(list("a/", Optional.of("a/5"), 2)).isEmpty();
    }

    @Test
    final void a_page_begins_behind_any_name_whether_there_is_such_an_object_or_not() throws IOException {
        storeAll("a/1/1/x", "a/1/2/x", "a/1/2/y", "a/10/1/x", "a/2/1/x", "a/3");

        assertThat(list("a/", Optional.of("a/1/2/x"), 10)).containsExactly("a/1/2/y", "a/10/1/x", "a/2/1/x", "a/3");
        assertThat(list("a/", Optional.of("a/1/2"), 2)).containsExactly("a/1/2/x", "a/1/2/y");
        assertThat(list("a/", Optional.of("a/1/\uDBFF\uDFFF"), 1)).containsExactly("a/10/1/x");
        assertThat(list("a/1", Optional.of("a/1/2/y"), 10)).containsExactly("a/10/1/x");
        assertThat(list("a/1/", Optional.of("a/0"), 1)).containsExactly("a/1/1/x");
        assertThat(list("a/1/", Optional.of("a/2"), 10)).isEmpty();
        assertThat(list("a/", Optional.of("a/2/1/x"), 10)).containsExactly("a/3");
    }

    @Test
    final void a_thousand_names_make_one_page() throws IOException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 1_002; i++) {
            names.add("a/%04d".formatted(i));
        }
        storeAll(names.toArray(String[]::new));

        assertThat(list("a/", Optional.empty(), 1_000)).isEqualTo(names.subList(0, 1_000));
        assertThat(list("a/", Optional.of("a/0999"), 1_000)).isEqualTo(names.subList(1_000, 1_002));
    }

    @Test
    final void an_object_opens_as_it_was_stored() throws IOException {
        byte[] content = new byte[5 << 20];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) ((i * 31) >> 8);
        }
        store(root + "a/ 1+.gz", content);
        store(root + "empty", new byte[0]);

        assertThat(read("a/ 1+.gz")).isEqualTo(content);
        assertThat(read("empty")).isEmpty();
    }

    @Test
    final void an_object_that_is_not_there_is_told_from_other_trouble() throws IOException {
        storeAll("a/1");

        assertThat(read("a/1")).isNotEmpty();
        assertThatThrownBy(() -> read("a/none"))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("a/none");
    }

    private void storeAll(String... names) throws IOException {
        for (String name : names) {
            store(root + name, ("content of " + name).getBytes(StandardCharsets.UTF_8));
        }
    }

    private List<String> list(String prefix, Optional<String> after, int limit) throws IOException {
        return objects().list(root + prefix, after.map(name -> root + name), limit).stream()
                .map(name -> name.substring(root.length()))
                .toList();
    }

    private byte[] read(String name) throws IOException {
        try (InputStream content = objects().open(root + name)) {
            return content.readAllBytes();
        }
    }
}
