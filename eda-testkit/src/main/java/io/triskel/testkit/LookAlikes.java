package io.triskel.testkit;

import io.triskel.event.EventId;
import java.util.List;
import java.util.stream.Stream;

/** Names that a store with forbidden characters, a separator or a length limit in bytes may confuse. */
final class LookAlikes {
    private static final List<String> NAMES = List.of(
            "a",
            "A",
            "a/b",
            "a\\b",
            "a#b",
            "a?b",
            "a%2Fb",
            "a%2fb",
            "a_b",
            "a b",
            "a  b",
            "a+b",
            "a|b",
            "a:b",
            ".",
            "..",
            "...",
            "%",
            "%2E",
            "%2E%2E",
            "__a__",
            "*",
            "'",
            "\"",
            "ä",
            "a\u0308",
            "a\u3000b",
            "\uD83D\uDE80");

    private LookAlikes() {}

    static List<String> names() {
        return NAMES;
    }

    /**
     * With ids whose source ends where another's id begins, and the longest ones, of three bytes of UTF-8 per character.
     */
    static List<EventId> ids() {
        String source = "界".repeat(EventId.MAX_SOURCE - 1);
        String id = "界".repeat(EventId.MAX_ID - 1);
        Stream<EventId> borders = Stream.of(
                new EventId("/s", "a/b/c"),
                new EventId("/s/a", "b/c"),
                new EventId("/s/a/b", "c"),
                new EventId("/s#a", "b"),
                new EventId("/s", "a#b#"),
                new EventId("/s:1", "1:a"),
                new EventId(source + "1", id + "1"),
                new EventId(source + "1", id + "2"),
                new EventId(source + "2", id + "1"));
        return Stream.concat(NAMES.stream().map(name -> new EventId("/s", name)), borders)
                .toList();
    }

    /** Event ids of other systems: longer than ours, in pairs that differ only at the end. */
    static List<EventId> longIds() {
        String beginning = "x".repeat(EventId.MAX_ID);
        String many = "界".repeat(4_000);
        return List.of(
                new EventId("/s", beginning),
                new EventId("/s", beginning + "1"),
                new EventId("/s", beginning + "2"),
                new EventId("/s", many + "1"),
                new EventId("/s", many + "2"),
                new EventId("/" + many + "1", "a"),
                new EventId("/" + many + "2", "a"),
                new EventId("/" + many, "1a"));
    }
}
