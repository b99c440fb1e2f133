package io.triskel.gcp.firestore;

import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Firestore;
import io.triskel.codec.CachedPersonalKeys;
import io.triskel.codec.KeyWrapping;
import io.triskel.codec.PersonalKeys;
import io.triskel.codec.SubjectForgottenException;
import io.triskel.codec.UnknownSubjectException;
import io.triskel.event.PortException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys of persons, one document each: created once, and replaced for good by a tombstone when dropped. All reads are
 * consistent, so a key dropped anywhere is gone everywhere at once; {@link #cached} trades that for fewer reads.
 *
 * <p>Without {@link #wrappedBy} the key lies in the document, guarded by the database's encryption at rest and by who may
 * read it. A backup, and point-in-time recovery for as long as it reaches, bring dropped keys back: keep both shorter than
 * what forgetting has to promise, and forget again after restoring one.
 */
public final class FirestorePersonalKeys implements PersonalKeys {
    /** How long {@link #cached} goes on using a key that another process has dropped, at most. */
    public static final Duration CACHE_AGE = Duration.ofMinutes(5);

    private static final int CACHED_KEYS = 10_000;
    private static final int KEY_BYTES = 32;

    private final Documents documents;
    private final SecureRandom random;
    private final Optional<KeyWrapping> wrapping;

    private FirestorePersonalKeys(Documents documents, SecureRandom random, Optional<KeyWrapping> wrapping) {
        this.documents = documents;
        this.random = random;
        this.wrapping = wrapping;
    }

    /**
     * Makes one whose keys come from the platform's random source; nothing is called yet.
     *
     * @param firestore closed by the caller
     * @param collections where {@link FirestoreCollections#keys()} is
     */
    public FirestorePersonalKeys(Firestore firestore, FirestoreCollections collections) {
        this(new Documents(firestore, collections.keys()), new SecureRandom(), Optional.empty());
    }

    /** {@return one that stores new keys wrapped, and still reads those stored before as they were} */
    public FirestorePersonalKeys wrappedBy(KeyWrapping by) {
        return new FirestorePersonalKeys(documents, random, Optional.of(by));
    }

    /** {@return these keys, each asked for again once it is {@link #CACHE_AGE} old} */
    public PersonalKeys cached(InstantSource clock) {
        return new CachedPersonalKeys(this, CACHE_AGE, CACHED_KEYS, clock);
    }

    @Override
    public Optional<SecretKey> find(String subject) {
        return documents
                .get(at(subject))
                .map(there -> secret(subject, there))
                .orElseThrow(() -> new UnknownSubjectException(subject));
    }

    @Override
    public SecretKey keyFor(String subject) {
        Optional<Stored> there = documents.get(at(subject));
        Optional<SecretKey> key = there.isPresent() ? secret(subject, there.get()) : make(subject);
        return key.orElseThrow(() -> new SubjectForgottenException(subject));
    }

    @Override
    public void forget(String subject) {
        documents.put(at(subject), new Fields().flag("forgotten", true));
    }

    /** Ours, or that of somebody who was first; empty if it is dropped already. */
    private Optional<SecretKey> make(String subject) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        Fields fields = wrapping.map(by -> new Fields().bytes("wrapped", by.wrap(subject, key.clone())))
                .orElseGet(() -> new Fields().bytes("key", key));
        Documents.Attempt attempt = documents
                .send(at(subject), Optional.empty(), Step.write(fields, true))
                .await();
        if (attempt.held()) {
            return Optional.of(aes(key));
        }
        return attempt.now()
                .map(there -> secret(subject, there))
                .orElseThrow(() -> new PortException(
                        "The key of subject '" + subject + "' was there and is not any more; nothing may delete keys"));
    }

    /** Empty for a tombstone. */
    private Optional<SecretKey> secret(String subject, Stored there) {
        if (there.has("forgotten")) {
            return Optional.empty();
        }
        if (!there.has("wrapped")) {
            return Optional.of(aes(there.bytes("key")));
        }
        KeyWrapping by = wrapping.orElseThrow(() -> new PortException("The key of subject '" + subject
                + "' is wrapped, and this store was not told by what: use wrappedBy with what it was written with"));
        return Optional.of(aes(by.unwrap(subject, there.bytes("wrapped"))));
    }

    private DocumentReference at(String subject) {
        return documents.at(Keys.spread(subject));
    }

    private static SecretKey aes(byte[] key) {
        return new SecretKeySpec(key, "AES");
    }

    /** {@return what this is, never a key} */
    @Override
    public String toString() {
        return "FirestorePersonalKeys[" + (wrapping.isPresent() ? "wrapped" : "as they are") + "]";
    }
}
