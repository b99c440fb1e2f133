package io.triskel.aws.lambda;

import java.util.Map;
import java.util.Optional;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * A function's hooks for Lambda's SnapStart: what is done once before the snapshot need not be done in each environment that
 * is started from it, and what must differ between these environments is made anew in each.
 *
 * <p>Keep it in a field of the function, since the runtime holds it weakly. Where SnapStart is off, nothing is registered and
 * no class of CRaC is loaded.
 */
public final class SnapStart {
    private static final String INITIALIZATION = "AWS_LAMBDA_INITIALIZATION_TYPE";

    /** Its type is said nowhere where SnapStart is off. */
    private final Optional<Object> registered;

    private SnapStart(Optional<Object> registered) {
        this.registered = registered;
    }

    /**
     * Registers hooks, if Lambda says that it is going to take a snapshot.
     *
     * @param environment such as {@code System.getenv()}
     * @param beforeSnapshot makes clients, loads classes; what it throws fails the deployment of the version
     * @param afterRestore renews; what it throws fails the start of the environment, and it has 10 s
     */
    public static SnapStart hooks(Map<String, String> environment, Runnable beforeSnapshot, Runnable afterRestore) {
        if (!"snap-start".equals(environment.get(INITIALIZATION))) {
            return new SnapStart(Optional.empty());
        }
        return new SnapStart(Optional.of(Hooks.register(beforeSnapshot, afterRestore)));
    }

    /** {@return whether Lambda is going to call these hooks} */
    public boolean registered() {
        return registered.isPresent();
    }

    /** All that needs CRaC's classes, so that they may even be absent where SnapStart is off. */
    private static final class Hooks implements Resource {
        private final Runnable beforeSnapshot;
        private final Runnable afterRestore;

        Hooks(Runnable beforeSnapshot, Runnable afterRestore) {
            this.beforeSnapshot = beforeSnapshot;
            this.afterRestore = afterRestore;
        }

        static Object register(Runnable beforeSnapshot, Runnable afterRestore) {
            Hooks hooks = new Hooks(beforeSnapshot, afterRestore);
            Core.getGlobalContext().register(hooks);
            return hooks;
        }

        @Override
        public void beforeCheckpoint(Context<? extends Resource> context) {
            beforeSnapshot.run();
        }

        @Override
        public void afterRestore(Context<? extends Resource> context) {
            afterRestore.run();
        }
    }
}
