package io.triskel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.Deadline;
import io.triskel.notify.Lookup;
import io.triskel.notify.Lookup.LookupAnswer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The contract of every {@link Lookup}: it distinguishes present, absent and unchanged resources. */
public abstract class LookupContract {
    private final String path = "contract-" + UUID.randomUUID();

    /** {@return the implementation under test} */
    protected abstract Lookup lookup();

    /** {@return the address of a resource at the source, which may not exist} */
    protected abstract URI address(String path);

    /** Sets the state at this address of the source. */
    protected abstract void put(URI address, long version, byte[] state);

    @Test
    final void what_is_there_is_found_with_its_version_and_state() {
        put(address(path), 7, bytes("seven"));

        LookupAnswer.Found found = found(Optional.empty());

        assertThat(found.version()).isEqualTo(7);
        assertThat(found.body()).isEqualTo(bytes("seven"));
    }

    @Test
    final void what_is_not_there_is_missing_beside_what_is() {
        put(address(path + "-other"), 1, bytes("other"));

        assertThat(fetch(path, Optional.empty())).isEqualTo(LookupAnswer.Stateless.MISSING);
        assertThat(fetch(path + "-other", Optional.empty())).isInstanceOf(LookupAnswer.Found.class);
    }

    @Test
    final void what_has_not_changed_is_not_modified_or_found_as_it_was() {
        put(address(path), 7, bytes("seven"));
        LookupAnswer.Found first = found(Optional.empty());

        LookupAnswer again = fetch(path, first.etag());

        if (first.etag().isPresent()) {
            assertThat(again).isEqualTo(LookupAnswer.Stateless.NOT_MODIFIED);
        } else {
            assertThat(again).isEqualTo(first);
        }
    }

    @Test
    final void what_has_changed_is_found_although_the_caller_has_an_older_state() {
        put(address(path), 7, bytes("seven"));
        LookupAnswer.Found first = found(Optional.empty());
        put(address(path), 8, bytes("eight"));

        LookupAnswer.Found second = found(first.etag());

        assertThat(second.version()).isEqualTo(8);
        assertThat(second.body()).isEqualTo(bytes("eight"));
    }

    private LookupAnswer.Found found(Optional<String> etag) {
        LookupAnswer answer = fetch(path, etag);
        assertThat(answer).isInstanceOf(LookupAnswer.Found.class);
        return (LookupAnswer.Found) answer;
    }

    private LookupAnswer fetch(String where, Optional<String> etag) {
        return lookup().fetch(address(where), etag, Deadline.in(Duration.ofSeconds(30), InstantSource.system()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
