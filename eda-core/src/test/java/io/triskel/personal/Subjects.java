package io.triskel.personal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Entries of subjects in memory, and which calls were made. */
final class Subjects implements KeyRing.Entries {
    final Map<String, KeyRing.Entry> entries = new ConcurrentHashMap<>();
    final List<String> calls = Collections.synchronizedList(new ArrayList<>());

    @Override
    public Optional<KeyRing.Entry> read(String subject) {
        calls.add("read");
        return Optional.ofNullable(entries.get(subject));
    }

    @Override
    public Optional<KeyRing.Entry> create(String subject, KeyRing.Entry entry) {
        calls.add("create");
        return Optional.ofNullable(entries.putIfAbsent(subject, entry));
    }

    @Override
    public boolean rewrap(String subject, KeyRing.Wrapped entry) {
        calls.add("rewrap");
        return entries.get(subject) instanceof KeyRing.Plain && entries.put(subject, entry) != null;
    }

    @Override
    public void replace(String subject, KeyRing.Forgotten tombstone) {
        calls.add("replace");
        entries.put(subject, tombstone);
    }
}
