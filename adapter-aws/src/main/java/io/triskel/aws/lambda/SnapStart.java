package io.triskel.aws.lambda;

import java.util.Map;
import java.util.Optional;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * Registers a function's hooks for Lambda's SnapStart. Work of the first hook, before the snapshot, is not repeated in
 * environments started from it; the second hook renews what must differ between them.
 *
 * <p>Keep this object in a field of the function, since the runtime holds it weakly. If SnapStart is off, nothing is
 * registered and no class of CRaC is loaded.
 */
public final class SnapStart {
    private static final String INITIALIZATION = "AWS_LAMBDA_INITIALIZATION_TYPE";

    /** Declared as Object, so that CRaC's types are not loaded if SnapStart is off. */
    private final Optional<Object> registered;

    private SnapStart(Optional<Object> registered) {
        this.registered = registered;
    }

    /**
     * Registers hooks if the environment says that Lambda will take a snapshot.
     *
     * @param environment such as {@code System.getenv()}
     * @param beforeSnapshot creates clients, loads classes; an exception fails the deployment of the version
     * @param afterRestore renews data within 10 s; an exception fails the start of the environment
     */
    public static SnapStart hooks(Map<String, String> environment, Runnable beforeSnapshot, Runnable afterRestore) {
        if (!"snap-start".equals(environment.get(INITIALIZATION))) {
            return new SnapStart(Optional.empty());
        }
        return new SnapStart(Optional.of(Hooks.register(beforeSnapshot, afterRestore)));
    }

    /** {@return whether Lambda will call these hooks} */
    public boolean registered() {
        return registered.isPresent();
    }

    /** The only code that needs CRaC's classes, which may be absent if SnapStart is off. */
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
