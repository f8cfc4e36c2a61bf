/** The OpenCL backend, through JOCL. Its package {@code kernel} is for kernels of one's own. */
@org.jspecify.annotations.NullMarked
module org.cotangent.opencl {
    requires transitive org.cotangent.spi;
    requires jocl;
    requires static org.jspecify;

    exports org.cotangent.opencl;
    exports org.cotangent.opencl.kernel;

    uses org.cotangent.opencl.kernel.OpenClKernels;

    provides org.cotangent.opencl.kernel.OpenClKernels with
            org.cotangent.opencl.attention.AttentionKernels,
            org.cotangent.opencl.conversion.ConversionKernels,
            org.cotangent.opencl.convolution.ConvolutionKernels,
            org.cotangent.opencl.gemm.MatrixKernels,
            org.cotangent.opencl.indexing.IndexingKernels,
            org.cotangent.opencl.movement.MovementKernels,
            org.cotangent.opencl.normalize.NormalizeKernels,
            org.cotangent.opencl.pointwise.PointwiseKernels,
            org.cotangent.opencl.pooling.PoolingKernels,
            org.cotangent.opencl.quant.QuantKernels,
            org.cotangent.opencl.random.RandomKernels,
            org.cotangent.opencl.recurrent.RecurrentKernels,
            org.cotangent.opencl.reduce.ReduceKernels,
            org.cotangent.opencl.signal.SignalKernels,
            org.cotangent.opencl.vision.VisionKernels;
    provides org.cotangent.spi.backend.Backend with
            org.cotangent.opencl.OpenClBackend;
    provides org.cotangent.spi.backend.KernelProvider with
            org.cotangent.opencl.launch.OpenClKernelProvider;
}
