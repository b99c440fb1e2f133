package io.triskel.decide;

import io.triskel.store.CommandId;
import io.triskel.store.EventReader.Commit;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Commits in order. Each command looks for its own id among them, so the hash codes of all ids are kept in one place. */
final class Commits {
    private static final Commits NONE = new Commits(new Commit[0], new int[0]);

    private final Commit[] commits;
    private final int[] hashes;

    private Commits(Commit[] commits, int[] hashes) {
        this.commits = commits;
        this.hashes = hashes;
    }

    static Commits none() {
        return NONE;
    }

    static Commits of(List<Commit> commits) {
        return NONE.plus(commits);
    }

    Commits plus(List<Commit> further) {
        Commit[] all = Arrays.copyOf(commits, commits.length + further.size());
        int[] codes = Arrays.copyOf(hashes, all.length);
        for (int i = commits.length; i < all.length; i++) {
            Commit commit = further.get(i - commits.length);
            all[i] = commit;
            codes[i] = commit.command().hashCode();
        }
        return new Commits(all, codes);
    }

    Optional<Commit> find(CommandId command) {
        int hash = command.hashCode();
        for (int i = 0; i < hashes.length; i++) {
            if (hashes[i] == hash && commits[i].command().equals(command)) {
                return Optional.of(commits[i]);
            }
        }
        return Optional.empty();
    }

    int size() {
        return commits.length;
    }

    /** {@return the same commits, not copied; the list cannot be changed} */
    List<Commit> list() {
        return Collections.unmodifiableList(Arrays.asList(commits));
    }
}
