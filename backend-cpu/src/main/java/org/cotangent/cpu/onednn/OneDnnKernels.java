package org.cotangent.cpu.onednn;

import java.lang.foreign.Arena;
import java.util.Set;
import org.cotangent.cpu.ComputePool;
import org.cotangent.spi.backend.InnerCall;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.backend.ProductPrecision;
import org.cotangent.spi.op.Forward;
import org.jspecify.annotations.Nullable;

/**
 * Kernels by oneDNN for large matrix products, convolutions and poolings of 32-bit floats, of 16-bit floats where the
 * processor is fast at them, and for products and convolutions of bytes.
 *
 * <p>The library is loaded with the first offer that needs it. Where it is not to be had every offer is declined, and
 * says what to do.
 */
public final class OneDnnKernels implements KernelProvider {

    /** Below this, calling oneDNN costs more than it wins. */
    private static final double SMALLEST_FLOP = 5e4;

    /** Below this, waking a second thread costs more than it wins. */
    private static final double PARALLEL_FLOP = 1e6;

    /** What can have an epilogue. */
    private static final Set<String> ENDING = Set.of("MatMul", "Gemm", "org.cotangent::FusedMatMul", "Conv");

    private static final int RANK = 2 * Offer.NATIVE;

    private final OneDnnLoader loader;
    private final ScratchPool scratch = new ScratchPool();
    private @Nullable OneDnn loaded;

    /** Loads from the class path, or from the folder in the system property {@code cotangent.onednn.folder}. */
    public OneDnnKernels() {
        this(OneDnnLoader.here());
    }

    OneDnnKernels(OneDnnLoader loader) {
        this.loader = loader;
    }

    @Override
    public String backend() {
        return "cpu";
    }

    @Override
    public String name() {
        return "oneDNN";
    }

    @Override
    public String describe() {
        return switch (oneDnn()) {
            case OneDnn.Unavailable(String reason, String remedy) -> name() + " (unavailable: " + reason + ")";
            case OneDnn.Available(String version, Engine engine) -> {
                InstructionSet instructions = engine.library().instructions();
                String fast = instructions.multipliesBfloat16()
                        ? "precision fast multiplies bfloat16"
                        : "precision fast computes as fp32 does";
                yield name() + " " + version + " (" + instructions + "; " + fast + ")";
            }
        };
    }

    @Override
    public Offer offer(Preparation call) {
        Preparation inner = call.operator().forward() instanceof Forward.Composite composite
                ? new InnerCall(call, composite)
                : call;
        String operator = inner.operator().id().qualifiedName();
        KernelPlanner planner = planner(operator);
        if (planner == null) {
            return Offer.declined("no oneDNN kernel for " + operator);
        }
        try {
            CallForm form = call.operator().forward() instanceof Forward.Composite composite
                    ? CallForm.of(call, composite)
                    : CallForm.natural();
            Refusal.unless(
                    form.epilogue().isEmpty() || ENDING.contains(operator), operator + " has no epilogues in oneDNN");
            KernelPlan plan = planner.plan(inner, form);
            Refusal.unless(
                    plan.flop() >= SMALLEST_FLOP,
                    "%.0f operations do not pay for a call of oneDNN".formatted(plan.flop()));
            return switch (oneDnn()) {
                case OneDnn.Unavailable(String reason, String remedy) -> Offer.declined(reason + ": " + remedy);
                case OneDnn.Available(String version, Engine engine) -> offer(engine, plan, call);
            };
        } catch (Refusal e) {
            return Offer.declined(e.why());
        } catch (OneDnnException e) {
            return Offer.declined("oneDNN refuses: " + e.getMessage());
        }
    }

    static @Nullable KernelPlanner planner(String operator) {
        return switch (operator) {
            case "MatMul" -> new MatMulPlanner();
            case "Gemm", "org.cotangent::FusedMatMul" -> new GemmPlanner();
            case "Conv" -> new ConvPlanner();
            case "ConvTranspose" -> new ConvTransposePlanner();
            case "org.cotangent::ConvInputGradient" -> new ConvInputGradientPlanner();
            case "org.cotangent::ConvWeightGradient" -> new ConvWeightGradientPlanner();
            case "MatMulInteger" -> new ByteMatMulPlanner(false);
            case "QLinearMatMul" -> new ByteMatMulPlanner(true);
            case "ConvInteger" -> new ByteConvPlanner(false);
            case "QLinearConv" -> new ByteConvPlanner(true);
            case "AveragePool" -> new AveragePoolPlanner(false);
            case "GlobalAveragePool" -> new AveragePoolPlanner(true);
            default -> null;
        };
    }

    private synchronized OneDnn oneDnn() {
        if (loaded == null) {
            loaded = loader.load();
            System.Logger logger = System.getLogger(OneDnnKernels.class.getName());
            switch (loaded) {
                case OneDnn.Available(String version, Engine engine) ->
                    logger.log(System.Logger.Level.DEBUG, "oneDNN {0}", version);
                case OneDnn.Unavailable(String reason, String remedy) ->
                    logger.log(
                            System.Logger.Level.INFO,
                            "Java kernels run in place of oneDNN''s: {0}; {1}",
                            reason,
                            remedy);
            }
        }
        return loaded;
    }

    private Offer offer(Engine engine, KernelPlan plan, Preparation call) {
        int threads = plan.work() < PARALLEL_FLOP ? 1 : call.parallel().threads();
        OneDnnLibrary library = engine.library();
        if (threads > 1 && call.parallel() instanceof ComputePool pool && OpenMp.serves(library, System.getenv())) {
            pool.join(loop -> new OpenMpTeam(new OpenMp(library), threads, loop));
        }
        SharedProgram program = new SharedProgram(engine, plan, threads, scratch);
        return new Offer.Accepted(RANK, implementations(engine, plan, threads, call.precision()), program::kernel);
    }

    private static String implementations(Engine engine, KernelPlan plan, int threads, ProductPrecision precision) {
        try (Arena arena = Arena.ofConfined()) {
            ProgramBuilder builder = new ProgramBuilder(engine, arena, threads);
            plan.steps().accept(builder);
            String implementations = String.join(", ", builder.implementations());
            Refusal.unless(!builder.hasReferenceStep(), "oneDNN has only reference code: " + implementations);
            return precision == ProductPrecision.FAST && builder.staysExact()
                    ? implementations + ", not faster: 32 bits all the same"
                    : implementations;
        }
    }
}
