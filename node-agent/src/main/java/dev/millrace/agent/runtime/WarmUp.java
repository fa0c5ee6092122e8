package dev.millrace.agent.runtime;

import dev.millrace.agent.tensor.Datatype;
import dev.millrace.agent.tensor.InferRequest;
import dev.millrace.agent.tensor.ServingException;
import dev.millrace.agent.tensor.Signature;
import dev.millrace.agent.tensor.Tensor;
import dev.millrace.agent.tensor.TensorSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** First runs of a model, so that no request pays for what happens only once. */
public final class WarmUp {
    private static final Logger LOG = Logger.getLogger(WarmUp.class);
    private static final int RUNS = 2;
    private static final long LARGEST_ELEMENTS = 1 << 26;

    private WarmUp() {}

    /** Runs a model on zeros. A model that wants other sizes or values than that is left as it is. */
    public static void run(Model model) {
        Optional<InferRequest> request = zeros(model.signature(), 1);
        if (request.isEmpty()) {
            return;
        }
        try {
            for (int i = 0; i < RUNS; i++) {
                model.run(request.get());
            }
        } catch (ServingException e) {
            LOG.debugf("not warmed up: %s", e.getMessage());
        }
    }

    /**
     * A request of zeros; empty where it would be too large.
     *
     * @param open size of the first dimension where the signature leaves it open; other open ones have size 1
     */
    public static Optional<InferRequest> zeros(Signature signature, long open) {
        List<Tensor> inputs = new ArrayList<>();
        for (TensorSpec spec : signature.inputs()) {
            long[] shape = spec.shape().clone();
            for (int i = 0; i < shape.length; i++) {
                shape[i] = shape[i] >= 0 ? shape[i] : i == 0 ? open : 1;
            }
            long elements = Tensor.elements(spec.name(), shape);
            if (elements > LARGEST_ELEMENTS) {
                return Optional.empty();
            }
            // A string of length zero is its four length bytes.
            int size = spec.datatype() == Datatype.BYTES ? 4 : spec.datatype().elementBytes();
            ByteBuffer data = ByteBuffer.allocate(Math.toIntExact(elements * size));
            inputs.add(new Tensor(spec.name(), spec.datatype(), shape, data));
        }
        return Optional.of(new InferRequest("", "", Map.of(), inputs, List.of()));
    }
}
