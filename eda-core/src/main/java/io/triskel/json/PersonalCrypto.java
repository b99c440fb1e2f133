package io.triskel.json;

import io.triskel.event.PortException;
import io.triskel.personal.PersonalKeys;
import io.triskel.personal.SubjectForgottenException;
import io.triskel.personal.UnknownSubjectException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts and decrypts personal data: AES-256-GCM under the subject's key, after a fresh random nonce of 96 bits, with the
 * subject as authenticated data, so that one subject's data cannot pass as another's. The field is not authenticated,
 * because upcasters may move it.
 */
public final class PersonalCrypto {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String ALGORITHM = "AES/GCM/NoPadding";

    private final Optional<PersonalKeys> keys;
    private final Supplier<SecureRandom> random;

    /** The provider of the last cipher: asking all providers takes longer than encrypting a short text. */
    private volatile @Nullable Provider provider;

    private PersonalCrypto(Optional<PersonalKeys> keys, Supplier<SecureRandom> random) {
        this.keys = keys;
        this.random = random;
    }

    /** Without keys, and without loading the providers of a random source, which takes time. */
    public static PersonalCrypto without() {
        return new PersonalCrypto(Optional.empty(), SecureRandom::new);
    }

    public static PersonalCrypto with(PersonalKeys keys, SecureRandom random) {
        return new PersonalCrypto(Optional.of(keys), () -> random);
    }

    byte[] seal(String subject, byte[] plain) {
        SecretKey key = asked("make or find", subject, () -> keys().keyFor(subject));
        byte[] nonce = new byte[NONCE_BYTES];
        random.get().nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, 0, subject);
            byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + cipher.getOutputSize(plain.length));
            cipher.doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
            return sealed;
        } catch (GeneralSecurityException refused) {
            throw unusable(subject, refused);
        }
    }

    /** If the cipher rejects a key, the key store is at fault and not the data. */
    private static PortException unusable(String subject, GeneralSecurityException refused) {
        return new PortException("The key of subject '" + subject + "' cannot be used: is it AES-256?", refused);
    }

    /** Decrypts data; empty once the subject is forgotten. */
    Optional<byte[]> open(String subject, byte[] sealed) {
        return asked("find", subject, () -> keys().find(subject)).map(key -> open(subject, key, sealed));
    }

    private byte[] open(String subject, SecretKey key, byte[] sealed) {
        if (sealed.length < NONCE_BYTES + TAG_BITS / 8) {
            throw new IllegalArgumentException("personal data of subject '" + subject + "' is cut short");
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, key, sealed, 0, subject)
                    .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (InvalidKeyException refused) {
            throw unusable(subject, refused);
        } catch (GeneralSecurityException refused) {
            throw new IllegalArgumentException(
                    "personal data of subject '" + subject + "' was changed, or sealed with another key", refused);
        }
    }

    private Cipher cipher(int mode, SecretKey key, byte[] nonce, int from, String subject)
            throws GeneralSecurityException {
        GCMParameterSpec parameters = new GCMParameterSpec(TAG_BITS, nonce, from, NONCE_BYTES);
        Cipher cipher = ready(mode, key, parameters);
        cipher.updateAAD(subject.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    /** Only a hardware module's provider takes its keys, so all providers are asked if the last one rejects the key. */
    private Cipher ready(int mode, SecretKey key, GCMParameterSpec parameters) throws GeneralSecurityException {
        Provider known = provider;
        if (known != null) {
            try {
                return initialised(Cipher.getInstance(ALGORITHM, known), mode, key, parameters);
            } catch (InvalidKeyException ofAnotherProvider) {
                provider = null;
            }
        }
        Cipher cipher = initialised(Cipher.getInstance(ALGORITHM), mode, key, parameters);
        provider = cipher.getProvider();
        return cipher;
    }

    private static Cipher initialised(Cipher cipher, int mode, SecretKey key, GCMParameterSpec parameters)
            throws GeneralSecurityException {
        cipher.init(mode, key, parameters);
        return cipher;
    }

    private PersonalKeys keys() {
        return keys.orElseThrow(() -> new IllegalArgumentException(
                "personal data cannot be read or written without keys: give the codec some with withPersonal(keys)"));
    }

    /** Converts a key store's exceptions into {@link PortException}: they do not mean bad data. */
    private static <T> T asked(String what, String subject, Supplier<T> question) {
        try {
            return question.get();
        } catch (PortException | SubjectForgottenException | UnknownSubjectException | IllegalArgumentException known) {
            throw known;
        } catch (RuntimeException failed) {
            throw new PortException(
                    "The key store failed to " + what + " the key of subject '" + subject + "'", failed);
        }
    }
}
