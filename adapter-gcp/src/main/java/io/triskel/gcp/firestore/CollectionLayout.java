package io.triskel.gcp.firestore;

import io.triskel.store.StoredFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Describes the indexing of one collection for the deployment that declares it.
 *
 * @param collection the id of the collection, at any place in the database
 * @param indexed the queried fields, which Firestore indexes by itself
 * @param exempt the fields to exempt from indexing, with their subfields
 * @param timeToLive the field that says when a document expires, if there is one; it is exempt from indexing too
 */
public record CollectionLayout(
        String collection, List<String> indexed, List<String> exempt, Optional<String> timeToLive) {
    public CollectionLayout {
        indexed = List.copyOf(indexed);
        exempt = List.copyOf(exempt);
    }

    static CollectionLayout of(String collection) {
        return new CollectionLayout(collection, List.of(), List.of(StoredFormat.NAME), Optional.empty());
    }

    CollectionLayout indexed(String... fields) {
        return new CollectionLayout(collection, List.of(fields), exempt, timeToLive);
    }

    CollectionLayout exempt(String... fields) {
        List<String> all = Stream.concat(exempt.stream(), Stream.of(fields)).toList();
        return new CollectionLayout(collection, indexed, all, timeToLive);
    }

    CollectionLayout expiring() {
        return exempt(FirestoreCollections.EXPIRES).withTimeToLive(Optional.of(FirestoreCollections.EXPIRES));
    }

    private CollectionLayout withTimeToLive(Optional<String> field) {
        return new CollectionLayout(collection, indexed, exempt, field);
    }

    List<String> overrides() {
        List<String> overrides = new ArrayList<>();
        for (String field : exempt) {
            String ttl = timeToLive.filter(field::equals).isPresent() ? "\"ttl\":true," : "";
            overrides.add("{\"collectionGroup\":\"" + collection + "\",\"fieldPath\":\"" + field + "\"," + ttl
                    + "\"indexes\":[]}");
        }
        return overrides;
    }
}
