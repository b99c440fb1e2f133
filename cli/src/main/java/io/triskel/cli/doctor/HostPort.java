package io.triskel.cli.doctor;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Optional;

/** Where a proxy listens. */
record HostPort(String host, int port) {
    /** {@return host and port of a value of {@code https_proxy}, without user and password; empty if it is not an address} */
    static Optional<HostPort> ofAddress(String value) {
        try {
            URI address = URI.create(value.contains("://") ? value : "http://" + value);
            int port = address.getPort() > 0
                    ? address.getPort()
                    : address.getScheme().equals("https") ? 443 : 80;
            return Optional.ofNullable(address.getHost()).map(host -> new HostPort(host, port));
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    Proxy asProxy() {
        return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(host, port));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
