package io.triskel.codec;

import io.triskel.json.Utf8;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A map of texts by name in insertion order, searched linearly: an event has so few attributes that this is cheaper than
 * hashing names. It does not change after its creator has published it.
 */
final class FewTexts extends AbstractMap<String, String> {
    private static final int USUAL = 8;
    private static final long UNCOUNTED = -1;

    private String[] texts;
    private int size;

    /** Counted on first use, after the last addition; threads that race count the same number. */
    private long bytes = UNCOUNTED;

    FewTexts() {
        this.texts = new String[2 * USUAL];
    }

    /** {@return a snapshot of these texts} */
    static Map<String, String> of(Map<String, String> any) {
        if (any instanceof FewTexts few) {
            return few;
        }
        FewTexts copy = new FewTexts();
        any.forEach(copy::add);
        return copy;
    }

    /** Adds a new name; only before the map is published. */
    void add(String name, String text) {
        if (2 * size == texts.length) {
            texts = Arrays.copyOf(texts, 2 * texts.length);
        }
        texts[2 * size] = name;
        texts[2 * size + 1] = text;
        size++;
    }

    /** {@return the bytes of all names and texts together} */
    long bytes() {
        long known = bytes;
        if (known == UNCOUNTED) {
            known = 0;
            for (int i = 0; i < 2 * size; i++) {
                known += Utf8.length(texts[i]);
            }
            bytes = known;
        }
        return known;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public @Nullable String get(@Nullable Object name) {
        int place = place(name);
        return place < 0 ? null : texts[place + 1];
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return place(name) >= 0;
    }

    private int place(@Nullable Object name) {
        for (int i = 0; i < 2 * size; i += 2) {
            if (texts[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super String> action) {
        for (int i = 0; i < 2 * size; i += 2) {
            action.accept(texts[i], texts[i + 1]);
        }
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, String>> iterator() {
                return new Entries();
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    private final class Entries implements Iterator<Entry<String, String>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < 2 * size;
        }

        @Override
        public Entry<String, String> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            next += 2;
            return new SimpleImmutableEntry<>(texts[next - 2], texts[next - 1]);
        }
    }
}
