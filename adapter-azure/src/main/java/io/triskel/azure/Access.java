package io.triskel.azure;

import java.util.function.Function;

/** How a service is reached, and who we are there. */
public sealed interface Access {
    /** {@return the result of the one function that fits} */
    <R> R fold(Function<Connection, R> connection, Function<Identity, R> identity);

    /**
     * By a connection string, which holds a key.
     *
     * @param string the whole string; never printed
     */
    record Connection(String string) implements Access {
        @Override
        public <R> R fold(Function<Connection, R> connection, Function<Identity, R> identity) {
            return connection.apply(this);
        }

        @Override
        public String toString() {
            return "Connection[...]";
        }
    }

    /**
     * By an address, as whoever {@code DefaultAzureCredential} finds that we are.
     *
     * @param address the host name of a namespace, or the https address of a storage service
     */
    record Identity(String address) implements Access {
        @Override
        public <R> R fold(Function<Connection, R> connection, Function<Identity, R> identity) {
            return identity.apply(this);
        }
    }
}
