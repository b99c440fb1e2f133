package io.triskel.testkit.archive;

import io.triskel.archive.ArchiveObjects;
import io.triskel.archive.FolderObjects;
import io.triskel.testkit.ArchiveObjectsContract;
import io.triskel.testkit.ContractRun;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of archived objects holds in a folder, and can fail. */
class ArchiveObjectsContractProofTest {
    @Nested
    class In_a_folder extends Folder {
        @Override
        protected ArchiveObjects objects() {
            return stored();
        }
    }

    @Test
    void every_test_fails_where_nothing_is_done() {
        ContractRun.of(DoesNothing.class).everyTestFails();
    }

    @Test
    void names_that_come_in_the_order_of_their_characters_reversed_are_caught() {
        ContractRun.of(Reversed.class).isCaughtBy("names_are_sorted_as_their_bytes_are");
    }

    @Test
    void a_listing_that_knows_no_name_that_is_not_there_is_caught() {
        ContractRun.of(NeedsTheName.class)
                .isCaughtBy("a_page_begins_behind_any_name_whether_there_is_such_an_object_or_not");
    }

    @Test
    void a_listing_that_passes_over_the_prefix_is_caught() {
        ContractRun.of(ListsAll.class).isCaughtBy("only_names_with_the_prefix_are_listed");
    }

    @Test
    void a_listing_that_begins_at_the_name_itself_is_caught() {
        ContractRun.of(BeginsAtTheName.class).isCaughtBy("pages_follow_each_other");
    }

    @Test
    void content_that_is_cut_off_is_caught() {
        ContractRun.of(CutsOff.class).isCaughtBy("an_object_opens_as_it_was_stored");
    }

    abstract static class Folder extends ArchiveObjectsContract {
        @TempDir
        Path folder;

        final ArchiveObjects stored() {
            return new FolderObjects(folder);
        }

        @Override
        protected void store(String name, byte[] content) throws IOException {
            Path file = folder.resolve(name);
            Files.createDirectories(file.resolve("..").normalize());
            Files.write(file, content);
        }
    }

    static class DoesNothing extends Folder {
        @Override
        protected ArchiveObjects objects() {
            return new ArchiveObjects() {
                @Override
                public List<String> list(String prefix, Optional<String> after, int limit) {
                    return List.of();
                }

                @Override
                public InputStream open(String object) {
                    return InputStream.nullInputStream();
                }
            };
        }
    }

    /** Does all as it should, but for what its subclass overrides. */
    abstract static class Mutant extends Folder implements ArchiveObjects {
        @Override
        protected ArchiveObjects objects() {
            return this;
        }

        @Override
        public List<String> list(String prefix, Optional<String> after, int limit) throws IOException {
            return stored().list(prefix, after, limit);
        }

        @Override
        public InputStream open(String object) throws IOException {
            return stored().open(object);
        }
    }

    static class Reversed extends Mutant {
        @Override
        public List<String> list(String prefix, Optional<String> after, int limit) throws IOException {
            return super.list(prefix, after, limit).stream()
                    .sorted((a, b) -> b.compareTo(a))
                    .toList();
        }
    }

    static class NeedsTheName extends Mutant {
        @Override
        public List<String> list(String prefix, Optional<String> after, int limit) throws IOException {
            List<String> all = super.list(prefix, Optional.empty(), 10_000);
            int from = after.map(all::indexOf).orElse(-1) + 1;
            return all.stream().skip(from).limit(limit).toList();
        }
    }

    static class ListsAll extends Mutant {
        @Override
        public List<String> list(String prefix, Optional<String> after, int limit) throws IOException {
            return super.list(prefix.substring(0, prefix.indexOf('/') + 1), after, limit);
        }
    }

    static class BeginsAtTheName extends Mutant {
        @Override
        public List<String> list(String prefix, Optional<String> after, int limit) throws IOException {
            return super.list(prefix, after.map(name -> name.substring(0, name.length() - 1)), limit);
        }
    }

    static class CutsOff extends Mutant {
        @Override
        public InputStream open(String object) throws IOException {
            byte[] content = super.open(object).readAllBytes();
            return new ByteArrayInputStream(content, 0, Math.min(content.length, 4 << 20));
        }
    }
}
