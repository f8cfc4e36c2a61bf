/** The CPU backend: kernels by the Java Vector API, with twins in plain Java, and by oneDNN. */
@org.jspecify.annotations.NullMarked
module org.cotangent.cpu {
    requires static jdk.incubator.vector;
    requires transitive org.cotangent.spi;

    exports org.cotangent.cpu;

    provides org.cotangent.spi.backend.Backend with
            org.cotangent.cpu.CpuBackend;
    provides org.cotangent.spi.backend.KernelProvider with
            org.cotangent.cpu.convolution.ConvolutionKernels,
            org.cotangent.cpu.gemm.MatMulKernels,
            org.cotangent.cpu.movement.MovementKernels,
            org.cotangent.cpu.normalize.ChannelNormalizationKernels,
            org.cotangent.cpu.normalize.NormalizationKernels,
            org.cotangent.cpu.onednn.OneDnnKernels,
            org.cotangent.cpu.pointwise.PointwiseKernels,
            org.cotangent.cpu.pooling.PoolKernels,
            org.cotangent.cpu.recurrent.RecurrentGradientKernels,
            org.cotangent.cpu.recurrent.RecurrentKernels,
            org.cotangent.cpu.reduce.ReductionKernels;
}
