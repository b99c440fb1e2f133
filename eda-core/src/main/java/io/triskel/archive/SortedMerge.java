package io.triskel.archive;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Merges sorted records of several sources, with one record of each in memory. */
final class SortedMerge implements SortedRun.Source {
    private final PriorityQueue<Head> heads = new PriorityQueue<>(Comparator.comparing(Head::record));

    private record Head(SortedRecord record, SortedRun.Source rest) {}

    SortedMerge(List<SortedRun.Source> sources) throws IOException {
        for (SortedRun.Source source : sources) {
            addNextOf(source);
        }
    }

    private void addNextOf(SortedRun.Source source) throws IOException {
        if (source.hasNext()) {
            heads.add(new Head(source.next(), source));
        }
    }

    @Override
    public boolean hasNext() {
        return !heads.isEmpty();
    }

    /** The place of the next record; only if there is one. */
    StreamPlace nextPlace() {
        return heads.element().record().place();
    }

    @Override
    public SortedRecord next() throws IOException {
        Head first = heads.remove();
        addNextOf(first.rest());
        return first.record();
    }
}
