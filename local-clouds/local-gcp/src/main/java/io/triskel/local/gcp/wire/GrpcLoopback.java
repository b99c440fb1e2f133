package io.triskel.local.gcp.wire;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.triskel.local.Daemons;
import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A gRPC server that only this machine can reach, on a port that the system picks, with a bounded number of threads. */
public final class GrpcLoopback implements AutoCloseable {
    private static final int HEADROOM = 1 << 20;
    private static final Duration PINGS_APART = Duration.ofSeconds(29);

    private final String name;
    private final int maxRequestBytes;
    private final FaultPlan faults;
    private final List<BindableService> services;
    private final ExecutorService executor;
    private final ScheduledExecutorService timer;
    private final List<Server> servers = new CopyOnWriteArrayList<>();
    private final int port;

    private GrpcLoopback(
            String name, int threads, int maxRequestBytes, FaultPlan faults, List<BindableService> services) {
        this.name = name;
        this.maxRequestBytes = maxRequestBytes;
        this.faults = faults;
        this.services = services;
        executor = Executors.newFixedThreadPool(threads, Daemons.named(name));
        timer = Executors.newSingleThreadScheduledExecutor(Daemons.named(name + "-timer"));
        port = listen(Optional.empty());
    }

    /**
     * Starts serving.
     *
     * @param name of the threads
     * @param threads the maximum of calls processed at a time; others wait
     * @param maxRequestBytes the services' limit; slightly larger requests still reach them, so that they reject these
     *     themselves
     */
    public static GrpcLoopback start(
            String name, int threads, int maxRequestBytes, FaultPlan faults, List<BindableService> services) {
        return new GrpcLoopback(name, threads, maxRequestBytes, faults, services);
    }

    /**
     * Serves one caller on a separate port: clients of emulators send no tokens, so the address identifies the caller.
     *
     * @param caller the service account
     * @return {@code 127.0.0.1:port}
     */
    public String authorityFor(String caller, Access access) {
        return authority(listen(Optional.of(new AccessInterceptor(caller, access))));
    }

    private int listen(Optional<ServerInterceptor> first) {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .executor(executor)
                .maxInboundMessageSize(maxRequestBytes + HEADROOM)
                // Google's front ends disconnect clients that ping every 10 s and permit every 30 s
                // (java-bigtable#528);
                // a ping that arrives a moment early is forgiven.
                .permitKeepAliveTime(PINGS_APART.toSeconds(), TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(false)
                .intercept(new FaultInterceptor(faults, timer, executor));
        first.ifPresent(builder::intercept);
        services.forEach(builder::addService);
        try {
            Server server = builder.build().start();
            servers.add(server);
            return server.getPort();
        } catch (IOException e) {
            executor.shutdownNow();
            timer.shutdownNow();
            throw new UncheckedIOException("No loopback port for " + name, e);
        }
    }

    /** The fault for a part of the current call's batch, if there is one. */
    public static Optional<Fault.PartlyRefused> partlyRefused() {
        return Optional.ofNullable(FaultInterceptor.PARTLY.get());
    }

    /** {@code 127.0.0.1:port}, as in the variables of the emulators. */
    public String authority() {
        return authority(port);
    }

    private static String authority(int port) {
        return "127.0.0.1:" + port;
    }

    /** The server's own threads. */
    public Executor executor() {
        return executor;
    }

    @Override
    public void close() {
        servers.forEach(Server::shutdownNow);
        try {
            for (Server server : servers) {
                server.awaitTermination(5, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        timer.shutdownNow();
        executor.shutdownNow();
    }
}
