package io.triskel.local.gcp.wire;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.triskel.local.Daemons;
import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A gRPC server that only this machine can reach, on a port that the system picks, with a bounded number of threads. */
public final class GrpcLoopback implements AutoCloseable {
    private static final int HEADROOM = 1 << 20;

    private final Server server;
    private final ExecutorService executor;
    private final ScheduledExecutorService timer;

    private GrpcLoopback(Server server, ExecutorService executor, ScheduledExecutorService timer) {
        this.server = server;
        this.executor = executor;
        this.timer = timer;
    }

    /**
     * Starts serving.
     *
     * @param name of the threads
     * @param threads most calls that are worked on at a time; others wait
     * @param maxRequestBytes the services' limit; somewhat larger requests still reach them, so that they refuse these themselves
     */
    public static GrpcLoopback start(
            String name, int threads, int maxRequestBytes, FaultPlan faults, List<BindableService> services) {
        ExecutorService executor = Executors.newFixedThreadPool(threads, Daemons.named(name));
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Daemons.named(name + "-timer"));
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .executor(executor)
                .maxInboundMessageSize(maxRequestBytes + HEADROOM)
                // Clients that ping more often than every five minutes would be told to go away.
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .intercept(new FaultInterceptor(faults, timer, executor));
        services.forEach(builder::addService);
        try {
            return new GrpcLoopback(builder.build().start(), executor, timer);
        } catch (IOException e) {
            executor.shutdownNow();
            timer.shutdownNow();
            throw new UncheckedIOException("No loopback port for " + name, e);
        }
    }

    /** The fault that strikes a part of the batch of the current call, if there is one. */
    public static Optional<Fault.PartlyRefused> partlyRefused() {
        return Optional.ofNullable(FaultInterceptor.PARTLY.get());
    }

    /** {@code 127.0.0.1:port}, as the variables of the emulators have it. */
    public String authority() {
        return "127.0.0.1:" + server.getPort();
    }

    /** The server's own threads. */
    public Executor executor() {
        return executor;
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        timer.shutdownNow();
        executor.shutdownNow();
    }
}
