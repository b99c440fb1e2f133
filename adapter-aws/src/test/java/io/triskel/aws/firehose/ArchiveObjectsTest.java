package io.triskel.aws.firehose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.aws.AwsClients;
import io.triskel.aws.LocalClients;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/** Objects are listed and opened alike, wherever they are. */
class ArchiveObjectsTest {
    /** What both are to do. */
    abstract static class Contract {
        abstract void store(String name, String content) throws IOException;

        abstract ArchiveObjects objects();

        private void storeAll(String... names) throws IOException {
            for (String name : names) {
                store(name, "content of " + name);
            }
        }

        @Test
        void names_are_sorted_as_their_bytes_are() throws IOException {
            storeAll("a/2026/b", "a/2026/a +&.gz", "a/2025/z", "a-1", "a/Z");

            assertThat(objects().list("", Optional.empty(), 1_000))
                    .containsExactly("a-1", "a/2025/z", "a/2026/a +&.gz", "a/2026/b", "a/Z");
        }

        @Test
        void only_names_with_the_prefix_are_listed() throws IOException {
            storeAll("a/1", "ab/2", "b/3");

            assertThat(objects().list("a/", Optional.empty(), 1_000)).containsExactly("a/1");
            assertThat(objects().list("a", Optional.empty(), 1_000)).containsExactly("a/1", "ab/2");
        }

        @Test
        void pages_follow_each_other() throws IOException {
            storeAll("a/1", "a/2", "a/3");

            assertThat(objects().list("a/", Optional.empty(), 2)).containsExactly("a/1", "a/2");
            assertThat(objects().list("a/", Optional.of("a/2"), 2)).containsExactly("a/3");
            assertThat(objects().list("a/", Optional.of("a/3"), 2)).isEmpty();
        }

        @Test
        void an_object_opens_as_it_was_stored() throws IOException {
            storeAll("a/ 1+.gz");

            try (InputStream content = objects().open("a/ 1+.gz")) {
                assertThat(new String(content.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("content of a/ 1+.gz");
            }
        }

        @Test
        void an_object_that_is_not_there_is_told_from_other_trouble() {
            assertThatThrownBy(() -> objects().open("a/none"))
                    .isInstanceOf(FileNotFoundException.class)
                    .hasMessageContaining("a/none");
        }
    }

    @Nested
    class In_a_folder extends Contract {
        @TempDir
        Path folder;

        @Override
        void store(String name, String content) throws IOException {
            Path file = folder.resolve("bucket").resolve(name);
            Files.createDirectories(file.resolve("..").normalize());
            Files.writeString(file, content);
        }

        @Override
        ArchiveObjects objects() {
            return new FolderObjects(folder.resolve("bucket"));
        }

        @Test
        void nothing_beside_the_folder_can_be_opened() throws IOException {
            store("a", "within");
            Files.writeString(folder.resolve("beside"), "secret");

            assertThatThrownBy(() -> objects().open("../beside")).isInstanceOf(FileNotFoundException.class);
        }

        @Test
        void a_folder_that_is_not_there_is_an_error() {
            assertThatThrownBy(() -> objects().list("", Optional.empty(), 10)).isInstanceOf(IOException.class);
        }
    }

    @Nested
    class In_a_bucket extends Contract {
        private final LocalS3 server = new LocalS3();
        private final AwsClients clients = LocalClients.of("S3", server.uri());
        private final S3Client client = clients.client(S3Client.builder(), "s3");

        @AfterEach
        void close() {
            clients.close();
            server.close();
        }

        @Override
        void store(String name, String content) {
            server.objects.put(name, content.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        ArchiveObjects objects() {
            return new S3Objects(client, LocalS3.BUCKET);
        }

        @Test
        void names_of_any_characters_keep_the_order_of_s3() throws IOException {
            store("a/\uD83D\uDE00", "");
            store("a/\uE000", "");
            store("a/é", "");

            assertThat(objects().list("a/", Optional.empty(), 2)).containsExactly("a/é", "a/\uE000");
            assertThat(objects().list("a/", Optional.of("a/\uE000"), 2)).containsExactly("a/\uD83D\uDE00");
        }

        @Test
        void a_bucket_that_is_not_there_is_an_error_that_names_it() {
            assertThatThrownBy(() -> new S3Objects(client, "other").list("", Optional.empty(), 10))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("bucket other");
        }

        @Test
        void a_thousand_names_make_one_page() throws IOException {
            for (int i = 0; i < 1_001; i++) {
                store("a/%04d".formatted(i), "");
            }

            List<String> first = objects().list("a/", Optional.empty(), 1_000);

            assertThat(first).hasSize(1_000).endsWith("a/0999");
            assertThat(objects().list("a/", Optional.of("a/0999"), 1_000)).containsExactly("a/1000");
        }
    }
}
