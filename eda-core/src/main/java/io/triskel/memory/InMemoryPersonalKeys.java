package io.triskel.memory;

import io.triskel.codec.PersonalKeys;
import io.triskel.codec.SubjectForgottenException;
import io.triskel.codec.UnknownSubjectException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Keys in memory: they, and with them all personal data, are lost with the process. */
public final class InMemoryPersonalKeys implements PersonalKeys {
    /** An empty value marks a forgotten subject; the mark stays for good. */
    private final ConcurrentMap<String, Optional<SecretKey>> keys = new ConcurrentHashMap<>();

    private final SecureRandom random;

    /** A store whose keys come from the platform's random source. */
    public InMemoryPersonalKeys() {
        this(new SecureRandom());
    }

    /**
     * A store whose keys come from the given random source.
     *
     * @param random makes the keys
     */
    public InMemoryPersonalKeys(SecureRandom random) {
        this.random = random;
    }

    @Override
    public Optional<SecretKey> find(String subject) {
        Optional<SecretKey> key = keys.get(subject);
        if (key == null) {
            throw new UnknownSubjectException(subject);
        }
        return key;
    }

    @Override
    public SecretKey keyFor(String subject) {
        return keys.computeIfAbsent(subject, first -> Optional.of(make()))
                .orElseThrow(() -> new SubjectForgottenException(subject));
    }

    @Override
    public void forget(String subject) {
        keys.put(subject, Optional.empty());
    }

    private SecretKey make() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return new SecretKeySpec(bytes, "AES");
    }

    /** {@return how many subjects there are, never a key} */
    @Override
    public String toString() {
        return "InMemoryPersonalKeys[" + keys.size() + " subjects]";
    }
}
