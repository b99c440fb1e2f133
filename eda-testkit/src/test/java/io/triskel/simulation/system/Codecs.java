package io.triskel.simulation.system;

import io.triskel.codec.EventCodec;
import io.triskel.codec.StateCodec;
import io.triskel.personal.PersonalKeys;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Random;
import javax.crypto.SecretKey;

/**
 * One pair of codecs for many seeds, since making them takes longer than a seed, but never for two seeds at a time: they ask
 * for keys whoever is at work, and each host has keys of its own in its cache.
 */
final class Codecs {
    private final Keyring keyring = new Keyring();
    final EventCodec events = EventCodec.of(Billing.types(Loyalty.types(Fulfilment.types(Orders.types())))
                    .build())
            .withPersonal(keyring, Seeded.random(1));
    final StateCodec states = StateCodec.of().withPersonal(keyring, Seeded.random(2));

    /** {@return whose keys were used until now} */
    Optional<PersonalKeys> use(Optional<PersonalKeys> keys) {
        Optional<PersonalKeys> before = keyring.keys;
        keyring.keys = keys;
        return before;
    }

    private static final class Keyring implements PersonalKeys {
        private Optional<PersonalKeys> keys = Optional.empty();

        private PersonalKeys now() {
            return keys.orElseThrow(() -> new IllegalStateException("Nobody is at work whose keys could be used"));
        }

        @Override
        public Optional<SecretKey> find(String subject) {
            return now().find(subject);
        }

        @Override
        public SecretKey keyFor(String subject) {
            return now().keyFor(subject);
        }

        @Override
        public void forget(String subject) {
            now().forget(subject);
        }
    }

    /** Quick, and the same for the same seed: nobody is to be kept from anything here. */
    static final class Seeded extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final Random random;

        private Seeded(long seed) {
            super(null, null);
            random = new Random(seed);
        }

        static SecureRandom random(long seed) {
            return new Seeded(seed);
        }

        @Override
        public void nextBytes(byte[] bytes) {
            random.nextBytes(bytes);
        }
    }
}
