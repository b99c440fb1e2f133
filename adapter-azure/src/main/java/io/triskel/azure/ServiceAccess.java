package io.triskel.azure;

import java.util.function.Function;

/** The address of a service, and the identity with which to call it. */
public sealed interface ServiceAccess {
    /** {@return the result of the function for this case} */
    <R> R fold(Function<Connection, R> connection, Function<Identity, R> identity);

    /**
     * Access by a connection string, which holds a key.
     *
     * @param string the whole string; never printed
     */
    record Connection(String string) implements ServiceAccess {
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
     * Access by an address, with the identity that {@code DefaultAzureCredential} finds.
     *
     * @param address the host name of a namespace, or the https address of a storage service
     */
    record Identity(String address) implements ServiceAccess {
        @Override
        public <R> R fold(Function<Connection, R> connection, Function<Identity, R> identity) {
            return identity.apply(this);
        }
    }
}
