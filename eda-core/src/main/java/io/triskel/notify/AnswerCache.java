package io.triskel.notify;

import io.triskel.notify.Lookup.LookupAnswer;
import java.net.URI;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A cache of answers with an ETag; evicts the least recently used. */
final class AnswerCache {
    private final int most;
    private final Map<URI, LookupAnswer.Found> answers = new LinkedHashMap<>(16, 0.75f, true);

    AnswerCache(int most) {
        this.most = most;
    }

    synchronized Optional<LookupAnswer.Found> get(URI address) {
        return Optional.ofNullable(answers.get(address));
    }

    synchronized void keep(URI address, LookupAnswer.Found answer) {
        if (answer.etag().isEmpty()) {
            answers.remove(address);
            return;
        }
        answers.put(address, answer);
        Iterator<URI> eldestFirst = answers.keySet().iterator();
        while (answers.size() > most) {
            eldestFirst.next();
            eldestFirst.remove();
        }
    }

    synchronized void forget(URI address) {
        answers.remove(address);
    }

    synchronized int size() {
        return answers.size();
    }
}
