package io.triskel.personal;

import io.triskel.event.Deadline.Validity;
import io.triskel.event.PortException;
import io.triskel.personal.KeyRing.Entries;
import io.triskel.personal.KeyRing.Entry;
import io.triskel.personal.KeyRing.KeyWrapping;
import io.triskel.personal.KeyRing.Wrapped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Wraps subjects' keys in this process, under bucket keys: one for each of {@value #BUCKETS} buckets of subjects and each
 * month (UTC). A bucket key is made on first use, wrapped by the key service, and stored as its own entry with the
 * subjects' keys. So the service is called once per bucket key and maximum age, and not once per subject.
 *
 * <p>A wrapped subject's key is: the format (one byte, 1), the length of the bucket key's name (one byte), the name, a
 * random nonce of 96 bits, and the key under AES-256-GCM, with the bucket key's name and the subject as authenticated data.
 * It names its bucket key, so it stays readable in later months and with other numbers of buckets.
 *
 * <p>A bucket key's entry is written conditionally before anything is wrapped under it: of two concurrent processes one
 * wins, and the entry of a process that dies in between is used by the next one.
 */
final class BucketKeys implements KeyWrapping {
    /** The prefix of bucket keys' entries; no subject's id may begin with it. */
    static final String RESERVED = "triskel-bucket-key:";

    static final int BUCKETS = 16;

    private static final byte FORMAT = 1;
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;

    /** More than five years of months and buckets. */
    private static final int MOST_KEYS = 1_000;

    private final Entries entries;
    private final SecureRandom random;
    private final KeyWrapping service;
    private final InstantSource clock;
    private final Duration maxAge;
    private final Map<String, Held> held = new LinkedHashMap<>();

    BucketKeys(Entries entries, SecureRandom random, KeyWrapping service, InstantSource clock, Duration maxAge) {
        if (maxAge.isNegative() || maxAge.isZero()) {
            throw new IllegalArgumentException("maxAge must be positive, not " + maxAge);
        }
        this.entries = entries;
        this.random = random;
        this.service = service;
        this.clock = clock;
        this.maxAge = maxAge;
    }

    @Override
    public byte[] wrap(String subject, byte[] key) {
        String name = nameFor(subject);
        SecretKey bucketKey = held(name).orElseGet(() -> hold(name, () -> readOrMake(name)));
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] told = name.getBytes(StandardCharsets.UTF_8);
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, bucketKey, nonce, told, subject).doFinal(key);
            return ByteBuffer.allocate(2 + told.length + NONCE_BYTES + sealed.length)
                    .put(FORMAT)
                    .put((byte) told.length)
                    .put(told)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException refused) {
            throw new PortException("The key of subject '" + subject + "' cannot be wrapped under " + name, refused);
        }
    }

    @Override
    public byte[] unwrap(String subject, byte[] wrapped) {
        if (wrapped.length < 2 || wrapped[0] != FORMAT) {
            throw new PortException("The key of subject '" + subject + "' is not wrapped in format " + FORMAT
                    + ": it was wrapped without buckets, or by a newer version; read it with that");
        }
        int from = 2 + (wrapped[1] & 0xff);
        if (wrapped.length < from + NONCE_BYTES + TAG_BYTES) {
            throw new PortException("The wrapped key of subject '" + subject + "' is cut short; restore its entry");
        }
        byte[] told = Arrays.copyOfRange(wrapped, 2, from);
        String name = new String(told, StandardCharsets.UTF_8);
        if (!name.startsWith(RESERVED)) {
            throw new PortException(changed(subject));
        }
        SecretKey bucketKey = held(name)
                .orElseGet(() -> hold(
                        name,
                        () -> read(name)
                                .orElseThrow(
                                        () -> new PortException("The key of subject '" + subject + "' is wrapped under "
                                                + name + ", and this store has no such entry; restore the entry"))));
        byte[] nonce = Arrays.copyOfRange(wrapped, from, from + NONCE_BYTES);
        try {
            return cipher(Cipher.DECRYPT_MODE, bucketKey, nonce, told, subject)
                    .doFinal(wrapped, from + NONCE_BYTES, wrapped.length - from - NONCE_BYTES);
        } catch (GeneralSecurityException refused) {
            throw new PortException(changed(subject), refused);
        }
    }

    private String nameFor(String subject) {
        CRC32 sum = new CRC32();
        sum.update(subject.getBytes(StandardCharsets.UTF_8));
        long bucket = sum.getValue() % BUCKETS;
        YearMonth month = YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
        return RESERVED + month + (bucket < 10 ? "/0" : "/") + bucket;
    }

    private SecretKey readOrMake(String name) {
        return read(name).orElseGet(() -> make(name));
    }

    private Optional<SecretKey> read(String name) {
        return entries.read(name).map(entry -> unwrapped(name, entry));
    }

    /**
     * The new bucket key, or that of a faster process. It is unwrapped once before it is stored: with a service that wraps
     * but cannot unwrap, for example without the permission, a whole bucket would never be readable again.
     */
    private SecretKey make(String name) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        Wrapped entry = new Wrapped(asked("wrap", name, () -> service.wrap(name, key.clone())));
        if (!MessageDigest.isEqual(key, asked("unwrap", name, () -> service.unwrap(name, entry.bytes())))) {
            throw new PortException(
                    "The key service unwrapped " + name + " to something other than it had wrapped; nothing is stored");
        }
        return entries.create(name, entry).map(first -> unwrapped(name, first)).orElseGet(() -> aes(key));
    }

    private SecretKey unwrapped(String name, Entry entry) {
        byte[] wrapped = entry.fold(
                plain -> {
                    throw new PortException("The entry " + name + " is not wrapped: another program has written it");
                },
                Wrapped::bytes,
                forgotten -> {
                    throw new PortException("The entry " + name + " was dropped, and with it the keys of its subjects;"
                            + " restore the entry");
                });
        byte[] key = asked("unwrap", name, () -> service.unwrap(name, wrapped));
        if (key.length != KEY_BYTES) {
            throw new PortException("The key service unwrapped " + name + " to " + key.length + " bytes and not to "
                    + KEY_BYTES + "; is it the service that wrapped it?");
        }
        return aes(key);
    }

    /** Any failure of the key service is a port failure, not bad data. */
    private static byte[] asked(String what, String name, Supplier<byte[]> question) {
        try {
            return question.get();
        } catch (PortException known) {
            throw known;
        } catch (RuntimeException failed) {
            throw new PortException("The key service failed to " + what + " " + name + "; try again", failed);
        }
    }

    private synchronized Optional<SecretKey> held(String name) {
        Held there = held.get(name);
        if (there == null) {
            return Optional.empty();
        }
        if (!there.valid.at(clock.instant())) {
            held.remove(name);
            return Optional.empty();
        }
        return Optional.of(there.key);
    }

    /** Calls the service outside the lock, so that a slow answer for one bucket does not delay others. */
    private SecretKey hold(String name, Supplier<SecretKey> question) {
        Validity valid = Validity.of(clock.instant(), maxAge);
        SecretKey key = question.get();
        synchronized (this) {
            held.remove(name);
            if (held.size() >= MOST_KEYS) {
                held.remove(held.keySet().iterator().next());
            }
            held.put(name, new Held(key, valid));
        }
        return key;
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] name, String subject)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, nonce));
        cipher.updateAAD(new byte[] {FORMAT, (byte) name.length});
        cipher.updateAAD(name);
        cipher.updateAAD(subject.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static String changed(String subject) {
        return "The wrapped key of subject '" + subject
                + "' was changed, or belongs to another subject; restore its entry";
    }

    private static SecretKey aes(byte[] key) {
        return new SecretKeySpec(key, "AES");
    }

    private record Held(SecretKey key, Validity valid) {}
}
