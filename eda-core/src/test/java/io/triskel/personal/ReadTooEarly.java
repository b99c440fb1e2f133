package io.triskel.personal;

import java.util.Optional;

/** Sees nothing yet of what somebody else has written meanwhile. */
record ReadTooEarly(KeyRing.Entries entries) implements KeyRing.Entries {
    @Override
    public Optional<KeyRing.Entry> read(String subject) {
        return Optional.empty();
    }

    @Override
    public Optional<KeyRing.Entry> create(String subject, KeyRing.Entry entry) {
        return entries.create(subject, entry);
    }

    @Override
    public boolean rewrap(String subject, KeyRing.Wrapped entry) {
        return entries.rewrap(subject, entry);
    }

    @Override
    public void replace(String subject, KeyRing.Forgotten tombstone) {
        entries.replace(subject, tombstone);
    }
}
