package io.triskel.decide;

import io.triskel.event.StreamId;
import io.triskel.store.EventReader;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.EventReader.EventPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads the commits of a part of a stream. */
record StreamCommits(EventReader reader) {
    static final int PAGE = 500;

    /** {@return the first such commit with events after one revision and up to another} */
    Optional<Commit> find(StreamId stream, long after, long upTo, Predicate<Commit> wanted) {
        long revision = after;
        long seen = after;
        while (revision < upTo) {
            EventPage page = reader.read(stream, revision, (int) Math.min(PAGE, upTo - revision));
            for (Commit commit : page.commits()) {
                if (commit.last() > seen) {
                    seen = commit.last();
                    if (wanted.test(commit)) {
                        return Optional.of(commit);
                    }
                }
            }
            revision += page.events().size();
            if (!page.more()) {
                break;
            }
        }
        return Optional.empty();
    }

    /** {@return all commits with events after one revision and up to another} */
    List<Commit> list(StreamId stream, long after, long upTo) {
        List<Commit> commits = new ArrayList<>();
        Optional<Commit> none = find(stream, after, upTo, commit -> !commits.add(commit));
        return none.map(List::of).orElse(commits);
    }
}
